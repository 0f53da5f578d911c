-- Question: What does each group cost, and which share is it?
-- Answers: where the money goes; click a group to look into it
-- Reads: daily_costs
WITH filtered AS (
    --include explorer/filtered
),

sums AS (
    SELECT
        ${group:raw} AS "group",
        ${then:raw} AS "then",
        SUM(${measure:raw}) AS cost
    FROM filtered
    GROUP BY 1, 2
)

SELECT
    "group",
    "then",
    cost AS ${measure:raw},
    cost / NULLIF(SUM(cost) OVER (), 0e0) AS share
FROM sums
ORDER BY cost DESC, "group", "then"
LIMIT 1000
