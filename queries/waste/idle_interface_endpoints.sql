-- Question: Which interface endpoints run without carrying much?
-- Answers: endpoints to delete, or to share between VPCs
-- Columns:
--   account_id varchar     account of the endpoint
--   region varchar         e.g. eu-west-1
--   resource_id varchar    the endpoint
--   hours double           that it ran, in each of its zones
--   gigabytes double       that it carried
--   amortized_cost double  of hours and data
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
--   most gigabytes an hour that count as idle, e.g. 0.01
-- Reads: resource_costs
-- Scans: 25 kB sealed, 11 MB of line items, in a month of a million
-- Those of gateway load balancers, too. Gateway endpoints (S3, DynamoDB) cost nothing.
WITH endpoints AS (
    SELECT
        account_id,
        region,
        resource_id,
        IF(usage_type LIKE '%-Hours', usage_amount, 0e0) AS hours,
        IF(usage_type LIKE '%-Bytes', usage_amount, 0e0) AS gigabytes,
        amortized_cost
    FROM resource_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND REGEXP_LIKE(usage_type, 'VpcEndpoint-(GWLBE-)?(Hours|Bytes)$')
)

SELECT
    account_id,
    region,
    resource_id,
    SUM(hours) AS hours,
    SUM(gigabytes) AS gigabytes,
    SUM(amortized_cost) AS amortized_cost
FROM endpoints
GROUP BY account_id, region, resource_id
HAVING SUM(hours) > 0e0 AND SUM(gigabytes) <= SUM(hours) * CAST(? AS double)
ORDER BY amortized_cost DESC, account_id, region, resource_id
