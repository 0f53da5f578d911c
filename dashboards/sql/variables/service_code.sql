-- Question: Which services are there?
-- Answers: what can be chosen in this range
-- Reads: daily_costs
SELECT DISTINCT
    service_code AS value,
    IF(service_code = '', '(none)', service_code) AS text
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
ORDER BY text
