-- Question: What did each service cost, day by day?
-- Answers: when something began to cost more
-- Columns:
--   day date                   day of usage, UTC; a monthly charge stands on the day it begins
--   service_code varchar       e.g. AmazonEC2
--   unblended_cost double      as invoiced
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 65 kB sealed, 12 MB of line items, in a month of a million
SELECT
    day,
    service_code,
    SUM(unblended_cost) AS unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY day, service_code
ORDER BY day, unblended_cost DESC, service_code
