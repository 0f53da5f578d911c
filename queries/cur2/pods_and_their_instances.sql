-- Question: Do pods and tasks cost what the instances that they run on cost?
-- Answers: that split cost allocation loses nothing; which instances ran without it for a while
-- Columns:
--   billing_period            month of the bill, YYYY-MM
--   node                      id of the instance
--   pods_amortized_cost       its pods and tasks, with what they leave unused
--   instance_amortized_cost   the instance, prepaid fees spread
--   missing_amortized_cost    the second less the first, near 0 when all is split
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: kubernetes_costs (billing_period, node, launch_type, amortized_cost), costs_cur2
--   (billing_period, resource_id, operation, amortized_cost)
-- Scans: 12 MB in a month of a million line items
WITH charges AS (
    SELECT
        billing_period,
        node,
        amortized_cost AS of_pods,
        0e0 AS of_instance
    FROM kubernetes_costs
    WHERE launch_type = 'EC2'
    UNION ALL
    SELECT
        billing_period,
        resource_id AS node,
        0e0 AS of_pods,
        amortized_cost AS of_instance
    FROM costs_cur2
    WHERE operation LIKE 'RunInstances%'
)

SELECT
    billing_period,
    node,
    SUM(of_pods) AS pods_amortized_cost,
    SUM(of_instance) AS instance_amortized_cost,
    SUM(of_instance) - SUM(of_pods) AS missing_amortized_cost
FROM charges
WHERE billing_period BETWEEN ? AND ?
GROUP BY
    billing_period,
    node
HAVING SUM(of_pods) <> 0e0
ORDER BY
    billing_period,
    ABS(SUM(of_instance) - SUM(of_pods)) DESC,
    node
