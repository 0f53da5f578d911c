-- Question: What does each namespace cost?
-- Answers: showback of a shared cluster
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   account_id varchar         account of the cluster
--   region varchar             e.g. eu-west-1
--   cluster varchar            name of the cluster
--   namespace varchar          empty for ECS
--   split_cost double          amortized, of what its pods use or ask for
--   unused_cost double         amortized, its share of what nobody uses
--   amortized_cost double      both
--   net_amortized_cost double  both, after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: kubernetes_costs
-- Scans: 12 MB in a month of a million line items
SELECT
    billing_period,
    account_id,
    region,
    cluster,
    namespace,
    SUM(split_cost) AS split_cost,
    SUM(unused_cost) AS unused_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM kubernetes_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, account_id, region, cluster, namespace
ORDER BY billing_period, amortized_cost DESC, account_id, region, cluster, namespace
