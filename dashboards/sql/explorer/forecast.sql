-- Question: What will the last month of the range cost if it goes on as it does?
-- Answers: the mean whole day's usage and Savings Plans for each day left; the rest as far as it is there
-- Reads: daily_costs
WITH filtered AS (
    --include explorer/filtered
),

charges AS (
    SELECT
        billing_period,
        day,
        charge_type,
        ${measure:raw} AS cost,
        charge_type = 'Usage' OR (
            charge_type = 'Commitment fee'
            AND MIN(day) OVER (PARTITION BY billing_period, commitment_arn, line_item_type)
            < MAX(day) OVER (PARTITION BY billing_period, commitment_arn, line_item_type)
        ) AS goes_on
    FROM filtered
),

daily AS (
    SELECT
        billing_period,
        day,
        SUM(IF(goes_on, cost, 0e0)) AS going_cost,
        SUM(IF(goes_on, 0e0, cost)) AS other_cost,
        MAX(IF(charge_type = 'Usage', day)) AS usage_day
    FROM charges
    GROUP BY billing_period, day
),

placed AS (
    SELECT
        billing_period,
        day,
        usage_day,
        going_cost,
        other_cost,
        MAX(billing_period) OVER () AS last_period,
        MAX(usage_day) OVER () AS last_day
    FROM daily
),

measured AS (
    SELECT
        last_day,
        SUM(going_cost + other_cost) AS cost,
        SUM(IF(day >= last_day, going_cost, 0e0)) AS last_going,
        COALESCE(AVG(IF(usage_day < last_day, going_cost)), SUM(going_cost)) AS usual_day,
        DATE_DIFF('day', last_day, LAST_DAY_OF_MONTH(last_day)) + 1 AS days_left
    FROM placed
    WHERE billing_period = last_period AND last_day IS NOT NULL
    GROUP BY last_day
)

SELECT
    last_day,
    cost AS ${measure:raw},
    cost - last_going + days_left * usual_day AS forecast_${measure:raw}
FROM measured
