-- Question: What is charged for software versions past their end of support?
-- Answers: databases and clusters to upgrade; the charge rises every year
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   account_id varchar      account of the resource
--   service_code varchar    e.g. AmazonRDS
--   region varchar          e.g. eu-west-1
--   resource_id varchar     database or cluster
--   usage_type varchar      names product and year
--   amortized_cost double   of extended support alone
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 20 kB sealed, 6 MB of line items, in a month of a million
SELECT
    billing_period,
    account_id,
    service_code,
    region,
    resource_id,
    usage_type,
    SUM(amortized_cost) AS amortized_cost
FROM resource_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND LOWER(usage_type) LIKE '%extendedsupport%'
GROUP BY billing_period, account_id, service_code, region, resource_id, usage_type
ORDER BY
    billing_period,
    amortized_cost DESC,
    account_id,
    service_code,
    region,
    resource_id,
    usage_type
