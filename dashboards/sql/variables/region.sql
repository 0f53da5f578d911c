-- Question: Which regions are there?
-- Answers: what can be chosen in this range
-- Reads: daily_costs
SELECT DISTINCT
    region AS value,
    IF(region = '', '(none)', region) AS text
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
ORDER BY text
