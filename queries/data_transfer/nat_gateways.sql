-- Question: What does each NAT gateway cost, by the hour and by the gigabyte?
-- Answers: the ones whose traffic should take a VPC endpoint
-- Columns:
--   account_id varchar            account of the gateway
--   region varchar                e.g. eu-west-1
--   resource_id varchar           the gateway
--   gigabytes double              that it carried
--   hourly_amortized_cost double  for being there
--   data_amortized_cost double    for what it carried
--   amortized_cost double         both
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 25 kB sealed, 11 MB of line items, in a month of a million
SELECT
    account_id,
    region,
    resource_id,
    SUM(IF(usage_type LIKE '%NatGateway-Bytes', usage_amount, 0e0)) AS gigabytes,
    SUM(IF(usage_type LIKE '%NatGateway-Hours', amortized_cost, 0e0)) AS hourly_amortized_cost,
    SUM(IF(usage_type LIKE '%NatGateway-Bytes', amortized_cost, 0e0)) AS data_amortized_cost,
    SUM(amortized_cost) AS amortized_cost
FROM resource_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND (usage_type LIKE '%NatGateway-Hours' OR usage_type LIKE '%NatGateway-Bytes')
GROUP BY account_id, region, resource_id
ORDER BY amortized_cost DESC, account_id, region, resource_id
