-- Question: How much of each node is unused?
-- Answers: nodes to drain or to replace by smaller ones
-- Columns:
--   account_id varchar     account of the cluster
--   region varchar         e.g. eu-west-1
--   cluster varchar        name of the cluster
--   node varchar           the instance
--   last_day date          its last day in these months
--   unused_cost double     amortized, of what nobody uses
--   amortized_cost double  of the pods and tasks on it, used and unused
--   unused_share double    of amortized_cost, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: kubernetes_costs
-- Scans: 7 MB in a month of a million line items
SELECT
    account_id,
    region,
    cluster,
    node,
    MAX(day) AS last_day,
    SUM(unused_cost) AS unused_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(unused_cost) / NULLIF(SUM(amortized_cost), 0e0) AS unused_share
FROM kubernetes_costs
WHERE billing_period BETWEEN ? AND ? AND launch_type = 'EC2'
GROUP BY account_id, region, cluster, node
ORDER BY unused_cost DESC, account_id, region, cluster, node
