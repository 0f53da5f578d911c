-- Question: What does each bucket cost: storage, requests, transfer?
-- Answers: buckets to give a lifecycle rule, and those that are asked too often
-- Columns:
--   account_id varchar              account of the bucket
--   resource_id varchar             the bucket
--   storage_amortized_cost double   of what it holds
--   request_amortized_cost double   of requests
--   transfer_amortized_cost double  of data transfer
--   amortized_cost double           these and everything else
--   request_share double            of amortized_cost, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 19 kB sealed, 6 MB of line items, in a month of a million
WITH sums AS (
    SELECT
        account_id,
        resource_id,
        SUM(IF(usage_type LIKE '%TimedStorage%', amortized_cost, 0e0)) AS storage,
        SUM(IF(usage_type LIKE '%Requests%', amortized_cost, 0e0)) AS requests,
        SUM(IF(usage_type LIKE '%-Bytes', amortized_cost, 0e0)) AS transfer,
        SUM(amortized_cost) AS cost
    FROM resource_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND service_code = 'AmazonS3'
    GROUP BY account_id, resource_id
)

SELECT
    account_id,
    resource_id,
    storage AS storage_amortized_cost,
    requests AS request_amortized_cost,
    transfer AS transfer_amortized_cost,
    cost AS amortized_cost,
    requests / NULLIF(cost, 0e0) AS request_share
FROM sums
ORDER BY cost DESC, account_id, resource_id
