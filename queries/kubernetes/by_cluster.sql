-- Question: What does each cluster cost, and how much of it does nobody use?
-- Answers: clusters with too many or too large nodes
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   account_id varchar         account of the cluster
--   region varchar             e.g. eu-west-1
--   orchestrator varchar       EKS or ECS
--   cluster varchar            name of the cluster
--   split_cost double          amortized, of what pods and tasks use or ask for
--   unused_cost double         amortized, of what nobody uses
--   amortized_cost double      both
--   net_amortized_cost double  both, after private discounts
--   unused_share double        of amortized_cost, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: kubernetes_costs
-- Scans: 12 MB in a month of a million line items
-- What split cost allocation splits: nodes and Fargate. The control plane's fee, volumes, load balancers and
-- NAT gateways aren't in it: kubernetes/by_cluster_and_service has what is tagged.
SELECT
    billing_period,
    account_id,
    region,
    orchestrator,
    cluster,
    SUM(split_cost) AS split_cost,
    SUM(unused_cost) AS unused_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost,
    SUM(unused_cost) / NULLIF(SUM(amortized_cost), 0e0) AS unused_share
FROM kubernetes_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, account_id, region, orchestrator, cluster
ORDER BY billing_period, amortized_cost DESC, account_id, region, orchestrator, cluster
