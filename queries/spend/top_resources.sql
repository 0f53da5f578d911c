-- Question: Which resources cost most?
-- Answers: where an hour of work saves most
-- Columns:
--   account_id varchar                  account of the resource
--   service_code varchar                e.g. AmazonEC2
--   region varchar                      e.g. eu-west-1
--   resource_id varchar                 ARN or id as AWS reports it
--   net_amortized_cost double           prepaid fees spread, after private discounts
--   share_of_net_amortized_cost double  of everything in these months, 0 to 1
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
        SUM(net_amortized_cost) AS cost
    FROM resource_costs
    WHERE billing_period BETWEEN ? AND ?
    GROUP BY account_id, service_code, region, resource_id
),

shares AS (
    SELECT
        account_id,
        service_code,
        region,
        resource_id,
        cost,
        cost / NULLIF(SUM(cost) OVER (), 0e0) AS share
    FROM sums
)

SELECT
    account_id,
    service_code,
    region,
    resource_id,
    cost AS net_amortized_cost,
    share AS share_of_net_amortized_cost
FROM shares
WHERE resource_id <> ''
ORDER BY cost DESC, account_id, service_code, region, resource_id
LIMIT 100
