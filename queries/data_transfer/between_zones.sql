-- Question: Which resources send data between availability zones?
-- Answers: chatty services to keep in one zone; both directions are charged
-- Columns:
--   account_id varchar     account of the resource
--   service_code varchar   e.g. AmazonEC2
--   region varchar         e.g. eu-west-1
--   resource_id varchar    ARN or id as AWS reports it
--   gigabytes double       in both directions
--   amortized_cost double  of the transfer
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 26 kB sealed, 11 MB of line items, in a month of a million
-- What crosses zones over VPC peering has usage types of its own since April 2025 (AWS's networking blog,
-- Demystifying Amazon VPC peering charges).
SELECT
    account_id,
    service_code,
    region,
    resource_id,
    SUM(usage_amount) AS gigabytes,
    SUM(amortized_cost) AS amortized_cost
FROM resource_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND REGEXP_LIKE(
        usage_type, '(DataTransfer-Regional|(DataTransfer-xAZ|VpcPeering)-(In|Out))-Bytes$'
    )
GROUP BY account_id, service_code, region, resource_id
ORDER BY amortized_cost DESC, account_id, service_code, region, resource_id
LIMIT 100
