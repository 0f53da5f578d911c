-- Question: What did each value of the tag cost, month by month?
-- Answers: showback by team, project or whatever the tag says
-- Reads: daily_costs
SELECT
    CAST(billing_period || '-01' AS timestamp) AS time,
    IF(:column = '', '(none)', :column) AS name,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
GROUP BY 1, 2
ORDER BY 1, 2
