-- Question: What does each service really cost per month, and how is it bought?
-- Answers: coverage by commitments; prepaid cost in the month that uses it
-- Columns:
--   billing_period    month of the bill, YYYY-MM
--   service           product code, e.g. AmazonEC2
--   purchase_option   Savings Plan, Reserved, Spot, On-Demand, or Other (tax, fees, credits)
--   amortized_cost    prepaid fees spread over the usage they cover, unused ones included
-- Parameters:
--   first billing period, e.g. '2018-10'
--   last billing period, e.g. '2018-11'
-- Reads: costs_legacy (billing_period, service_code, purchase_option, amortized_cost)
-- Scans: 12 MB in a month of a million line items
-- The crawled table cur has savings_plan_ columns only once there is a Savings Plan, and Athena refuses a
-- query that names a missing column; the view reads the same files under every column that there can be.
SELECT
    billing_period,
    COALESCE(NULLIF(service_code, ''), 'unknown') AS service,
    purchase_option,
    SUM(amortized_cost) AS amortized_cost
FROM costs_legacy
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
