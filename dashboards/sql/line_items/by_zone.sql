-- Question: What does each availability zone cost, day by day?
-- Answers: where things run, which sealed months don't know
-- Reads: costs
WITH filtered AS (
    --include line_items/filtered
)

SELECT
    CAST(day AS timestamp) AS time,
    IF(availability_zone = '', '(none)', availability_zone) AS name,
    SUM(cost) AS ${measure:raw}
FROM filtered
WHERE day IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
