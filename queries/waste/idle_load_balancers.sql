-- Question: Which load balancers run without serving much?
-- Answers: forgotten ones: they cost by the hour whatever they do
-- Columns:
--   account_id varchar              account of the load balancer
--   region varchar                  e.g. eu-west-1
--   resource_id varchar             the load balancer
--   hours double                    that it ran
--   capacity_amortized_cost double  of capacity units or data: what it served
--   amortized_cost double           of both
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
--   largest share of its cost that serving may have, e.g. 0.02
-- Reads: resource_costs
-- Scans: 25 kB sealed, 11 MB of line items, in a month of a million
SELECT
    account_id,
    region,
    resource_id,
    SUM(IF(usage_type LIKE '%LoadBalancerUsage', usage_amount, 0e0)) AS hours,
    SUM(IF(usage_type LIKE '%LoadBalancerUsage', 0e0, amortized_cost)) AS capacity_amortized_cost,
    SUM(amortized_cost) AS amortized_cost
FROM resource_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND (
        usage_type LIKE '%LoadBalancerUsage'
        OR usage_type LIKE '%LCUUsage'
        OR (resource_id LIKE '%:loadbalancer/%' AND usage_type LIKE '%DataProcessing-Bytes')
    )
GROUP BY account_id, region, resource_id
HAVING SUM(IF(usage_type LIKE '%LoadBalancerUsage', usage_amount, 0e0)) > 0e0
    AND SUM(IF(usage_type LIKE '%LoadBalancerUsage', 0e0, amortized_cost))
    <= SUM(amortized_cost) * CAST(? AS double)
ORDER BY amortized_cost DESC, account_id, region, resource_id
