-- Question: What did each usage type cost, and how much of it was used?
-- Answers: what exactly a service charges for
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   service_code varchar       e.g. AmazonEC2
--   usage_type varchar         e.g. EU-BoxUsage:m5.large
--   usage_unit varchar         e.g. Hrs
--   usage_amount double        in usage_unit
--   unblended_cost double      as invoiced
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 82 kB sealed, 16 MB of line items, in a month of a million
SELECT
    billing_period,
    service_code,
    usage_type,
    usage_unit,
    SUM(usage_amount) AS usage_amount,
    SUM(unblended_cost) AS unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, service_code, usage_type, usage_unit
ORDER BY billing_period, unblended_cost DESC, service_code, usage_type, usage_unit
