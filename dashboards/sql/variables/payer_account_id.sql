-- Question: Which payers are there?
-- Answers: what can be chosen in this range
-- Reads: daily_costs
SELECT DISTINCT
    payer_account_id AS value,
    IF(payer_account_id = '', '(none)', payer_account_id) AS text
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
ORDER BY text
