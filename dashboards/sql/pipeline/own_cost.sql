-- Question: What does this pipeline itself cost?
-- Answers: its buckets, queries, crawlers, queues and state machines, by their names
-- Reads: resource_costs
SELECT
    CAST(billing_period || '-01' AS timestamp) AS time,
    service_code AS name,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM resource_costs
WHERE
    billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
    AND account_id = :account_id
    AND (
        resource_id IN (:buckets)
        OR resource_id LIKE :workgroups
        OR resource_id LIKE :crawlers
        OR resource_id LIKE :queues
        OR resource_id LIKE :state_machines
    )
GROUP BY 1, 2
ORDER BY 1, 2
