-- Question: What did each service cost, month by month?
-- Answers: where the money goes; the invoice beside what was used up
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   service_code varchar       e.g. AmazonEC2
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
    service_code,
    SUM(unblended_cost) AS unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, service_code
ORDER BY billing_period, unblended_cost DESC, service_code
