-- Question: What does each namespace cost, day by day?
-- Answers: whose part of the shared clusters grows
-- Reads: kubernetes_costs
SELECT
    CAST(COALESCE(day, CAST(billing_period || '-01' AS date)) AS timestamp) AS time,
    cluster || IF(namespace = '', '', '/' || namespace)
    || ' (' || account_id || ' ' || region || ')' AS name,
    SUM(amortized_cost) AS amortized_cost
FROM kubernetes_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
GROUP BY 1, 2
ORDER BY 1, 2
