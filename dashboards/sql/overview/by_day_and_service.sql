-- Question: What does each service cost, day by day?
-- Answers: what grows, jumps or ends; the ten dearest services, and all others as one
-- Reads: daily_costs
WITH sums AS (
    SELECT
        COALESCE(day, CAST(billing_period || '-01' AS date)) AS day,
        service_code,
        SUM(net_amortized_cost) AS cost
    FROM daily_costs
    WHERE
        billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
        AND charge_type = 'Usage'
    GROUP BY 1, 2
),

totals AS (
    SELECT
        day,
        service_code,
        cost,
        SUM(cost) OVER (PARTITION BY service_code) AS total
    FROM sums
),

ranked AS (
    SELECT
        day,
        service_code,
        cost,
        DENSE_RANK() OVER (ORDER BY total DESC, service_code) AS place
    FROM totals
)

SELECT
    CAST(day AS timestamp) AS time,
    IF(place <= 10, service_code, 'Others') AS name,
    SUM(cost) AS net_amortized_cost
FROM ranked
GROUP BY 1, 2
ORDER BY 1, 2
