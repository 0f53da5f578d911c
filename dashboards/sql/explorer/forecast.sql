-- Question: What will the last month of the range cost if it goes on as it does?
-- Answers: usage of the mean whole day for each day left; fees, tax and credits as far as they are there
-- Reads: daily_costs
WITH filtered AS (
    --include explorer/filtered
),

daily AS (
    SELECT
        billing_period,
        day,
        SUM(IF(charge_type = 'Usage', ${measure:raw}, 0e0)) AS usage_cost,
        SUM(IF(charge_type = 'Usage', 0e0, ${measure:raw})) AS other_cost,
        MAX(IF(charge_type = 'Usage', day)) AS usage_day
    FROM filtered
    GROUP BY billing_period, day
),

placed AS (
    SELECT
        billing_period,
        usage_day,
        usage_cost,
        other_cost,
        MAX(billing_period) OVER () AS last_period,
        MAX(usage_day) OVER () AS last_day
    FROM daily
),

measured AS (
    SELECT
        last_day,
        SUM(usage_cost + other_cost) AS cost,
        SUM(IF(usage_day = last_day, usage_cost, 0e0)) AS last_usage,
        COALESCE(AVG(IF(usage_day < last_day, usage_cost)), SUM(usage_cost)) AS usual_day,
        DATE_DIFF('day', last_day, LAST_DAY_OF_MONTH(last_day)) + 1 AS days_left
    FROM placed
    WHERE billing_period = last_period AND last_day IS NOT NULL
    GROUP BY last_day
)

SELECT
    last_day,
    cost AS ${measure:raw},
    cost - last_usage + days_left * usual_day AS forecast_${measure:raw}
FROM measured
