-- Question: What did each region cost, month by month?
-- Answers: where things run; what runs where nothing should
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   region varchar             e.g. eu-west-1, empty for what has no region
--   unblended_cost double      as invoiced
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 64 kB sealed, 12 MB of line items, in a month of a million
SELECT
    billing_period,
    region,
    SUM(unblended_cost) AS unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, region
ORDER BY billing_period, unblended_cost DESC, region
