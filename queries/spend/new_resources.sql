-- Question: Which resources are new in the last of these months, and what do they cost?
-- Answers: what somebody started; it is new if no earlier month of these has it
-- Columns:
--   account_id varchar         account of the resource
--   service_code varchar       e.g. AmazonEC2
--   region varchar             e.g. eu-west-1
--   resource_id varchar        ARN or id as AWS reports it
--   first_day date             its first day on the bill
--   net_amortized_cost double  prepaid fees spread, after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 19 kB sealed, 12 MB of line items, in a month of a million
WITH sums AS (
    SELECT
        account_id,
        service_code,
        region,
        resource_id,
        MIN(billing_period) AS first_period,
        MIN(first_day) AS first_day,
        SUM(net_amortized_cost) AS cost
    FROM resource_costs
    WHERE billing_period BETWEEN ? AND ? AND resource_id <> ''
    GROUP BY account_id, service_code, region, resource_id
),

placed AS (
    SELECT
        account_id,
        service_code,
        region,
        resource_id,
        first_period,
        first_day,
        cost,
        MIN(first_period) OVER () AS earliest_period,
        MAX(first_period) OVER () AS newest_period
    FROM sums
)

SELECT
    account_id,
    service_code,
    region,
    resource_id,
    first_day,
    cost AS net_amortized_cost
FROM placed
WHERE first_period = newest_period AND newest_period > earliest_period
ORDER BY cost DESC, account_id, service_code, region, resource_id
LIMIT 100
