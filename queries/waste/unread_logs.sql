-- Question: Which log groups are written or kept, and never searched?
-- Answers: where to shorten retention, log less or use the infrequent access class
-- Columns:
--   account_id varchar             account of the log group
--   region varchar                 e.g. eu-west-1
--   resource_id varchar            the log group
--   written_amortized_cost double  ingestion, and what AWS's services deliver
--   kept_amortized_cost double     storage
--   amortized_cost double          both
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 26 kB sealed, 11 MB of line items, in a month of a million
-- Searched means a query of Logs Insights or a live tail; exports and subscriptions don't count.
SELECT
    account_id,
    region,
    resource_id,
    SUM(
        IF(
            usage_type LIKE '%DataProcessing%' OR usage_type LIKE '%VendedLog%',
            amortized_cost,
            0e0
        )
    ) AS written_amortized_cost,
    SUM(IF(usage_type LIKE '%TimedStorage%', amortized_cost, 0e0)) AS kept_amortized_cost,
    SUM(amortized_cost) AS amortized_cost
FROM resource_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND service_code = 'AmazonCloudWatch'
    AND resource_id LIKE '%:log-group:%'
GROUP BY account_id, region, resource_id
HAVING SUM(
    IF(usage_type LIKE '%DataScanned%' OR usage_type LIKE '%LiveTail%', usage_amount, 0e0)
) = 0e0
ORDER BY amortized_cost DESC, account_id, region, resource_id
