-- Question: How far is each day's usage from a usual day?
-- Answers: the unusual days of each service, as money above or below its median
-- Reads: daily_costs
SELECT
    CAST(day AS timestamp) AS time,
    service_code AS name,
    SUM(unblended_cost_excess) AS unblended_cost_excess
FROM (
    --include queries/anomalies/by_service
) AS days
WHERE day IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
