-- Question: Which charge types are there?
-- Answers: what can be chosen in this range
-- Reads: daily_costs
SELECT DISTINCT
    charge_type AS value,
    IF(charge_type = '', '(none)', charge_type) AS text
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
ORDER BY text
