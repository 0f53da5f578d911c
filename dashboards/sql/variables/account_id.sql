-- Question: Which accounts are there?
-- Answers: what can be chosen in this range
-- Reads: daily_costs
SELECT
    account_id AS value,
    account_id || COALESCE(' ' || MAX(NULLIF(account_name, '')), '') AS text
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
GROUP BY account_id
ORDER BY text
