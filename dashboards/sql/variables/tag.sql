-- Question: Which values has the tag?
-- Answers: what can be chosen in this range
-- Reads: daily_costs
SELECT DISTINCT
    :column AS value,
    IF(:column = '', '(none)', :column) AS text
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
ORDER BY text
