-- Question: Which NAT gateways run without carrying much?
-- Answers: what a VPC endpoint, a shared gateway or nothing would replace
-- Columns:
--   account_id varchar     account of the gateway
--   region varchar         e.g. eu-west-1
--   resource_id varchar    the gateway
--   hours double           that it ran
--   gigabytes double       that it carried
--   amortized_cost double  of hours and data
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
--   most gigabytes an hour that count as idle, e.g. 0.1
-- Reads: resource_costs
-- Scans: 25 kB sealed, 11 MB of line items, in a month of a million
SELECT
    account_id,
    region,
    resource_id,
    SUM(IF(usage_type LIKE '%NatGateway-Hours', usage_amount, 0e0)) AS hours,
    SUM(IF(usage_type LIKE '%NatGateway-Bytes', usage_amount, 0e0)) AS gigabytes,
    SUM(amortized_cost) AS amortized_cost
FROM resource_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND (usage_type LIKE '%NatGateway-Hours' OR usage_type LIKE '%NatGateway-Bytes')
GROUP BY account_id, region, resource_id
HAVING SUM(IF(usage_type LIKE '%NatGateway-Hours', usage_amount, 0e0)) > 0e0
    AND SUM(IF(usage_type LIKE '%NatGateway-Bytes', usage_amount, 0e0))
    <= SUM(IF(usage_type LIKE '%NatGateway-Hours', usage_amount, 0e0)) * CAST(? AS double)
ORDER BY amortized_cost DESC, account_id, region, resource_id
