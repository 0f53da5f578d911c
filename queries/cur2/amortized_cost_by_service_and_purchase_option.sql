-- Question: What does each service really cost per month, and how is it bought?
-- Answers: coverage by commitments; prepaid cost in the month that uses it
-- Columns:
--   billing_period    month of the bill, YYYY-MM
--   service           product code, e.g. AmazonEC2
--   purchase_option   Savings Plan, Reserved, Spot, On-Demand, or Other (tax, fees, credits)
--   amortized_cost    prepaid fees spread over the usage they cover, unused ones included
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs_cur2 (billing_period, service_code, purchase_option, amortized_cost)
-- Scans: 12 MB in a month of a million line items
SELECT
    billing_period,
    COALESCE(NULLIF(service_code, ''), 'unknown') AS service,
    purchase_option,
    SUM(amortized_cost) AS amortized_cost
FROM costs_cur2
WHERE billing_period BETWEEN ? AND ?
GROUP BY
    billing_period,
    COALESCE(NULLIF(service_code, ''), 'unknown'),
    purchase_option
ORDER BY
    billing_period,
    amortized_cost DESC,
    service,
    purchase_option
