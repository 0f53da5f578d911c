-- Question: What does each group cost, step by step?
-- Answers: when it began, grew or ended; the twelve dearest groups, and all others as one
-- Reads: daily_costs
WITH filtered AS (
    --include explorer/filtered
),

sums AS (
    SELECT
        DATE_TRUNC('${step:raw}', COALESCE(day, CAST(billing_period || '-01' AS date))) AS step,
        ${group:raw} AS name,
        SUM(${measure:raw}) AS cost
    FROM filtered
    GROUP BY 1, 2
),

totals AS (
    SELECT
        step,
        name,
        cost,
        SUM(cost) OVER (PARTITION BY name) AS total
    FROM sums
),

ranked AS (
    SELECT
        step,
        name,
        cost,
        DENSE_RANK() OVER (ORDER BY total DESC, name) AS place
    FROM totals
)

SELECT
    CAST(step AS timestamp) AS time,
    IF(place <= 12, IF(name = '', '(none)', name), 'Others') AS name,
    SUM(cost) AS ${measure:raw}
FROM ranked
GROUP BY 1, 2
ORDER BY 1, 2
