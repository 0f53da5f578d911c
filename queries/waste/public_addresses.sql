-- Question: What do public IPv4 addresses cost, in use and idle?
-- Answers: idle ones can go; the others cost the same by the hour
-- Columns:
--   billing_period varchar      month of the bill, YYYY-MM
--   account_id varchar          account of the addresses
--   region varchar              e.g. eu-west-1
--   idle_hours double           address hours, not in use
--   used_hours double           address hours, in use
--   idle_amortized_cost double  of the idle ones
--   amortized_cost double       of both
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 43 kB sealed, 11 MB of line items, in a month of a million
SELECT
    billing_period,
    account_id,
    region,
    SUM(IF(usage_type LIKE '%IdleAddress', usage_amount, 0e0)) AS idle_hours,
    SUM(IF(usage_type LIKE '%IdleAddress', 0e0, usage_amount)) AS used_hours,
    SUM(IF(usage_type LIKE '%IdleAddress', amortized_cost, 0e0)) AS idle_amortized_cost,
    SUM(amortized_cost) AS amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND (usage_type LIKE '%PublicIPv4:%' OR usage_type LIKE '%ElasticIP:%')
GROUP BY billing_period, account_id, region
ORDER BY billing_period, idle_amortized_cost DESC, account_id, region
