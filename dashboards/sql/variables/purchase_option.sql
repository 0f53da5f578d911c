-- Question: Which ways of buying are there?
-- Answers: what can be chosen in this range
-- Reads: daily_costs
SELECT DISTINCT
    purchase_option AS value,
    IF(purchase_option = '', '(none)', purchase_option) AS text
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
ORDER BY text
