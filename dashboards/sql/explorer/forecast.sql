-- Question: What will the last month of the range cost if it goes on as it does?
-- Answers: the mean whole day's usage and Savings Plans of each payer for each day left, less the share that
--   discounts take; the rest as far as it is there
-- Reads: daily_costs
WITH filtered AS (
    --include explorer/filtered
),

charges AS (
    SELECT
        billing_period,
        payer_account_id,
        day,
        charge_type,
        ${measure:raw} AS cost,
        charge_type = 'Usage' OR (
            charge_type = 'Commitment fee'
            AND MIN(day) OVER (
                PARTITION BY billing_period, payer_account_id, commitment_arn, line_item_type
            ) < MAX(day) OVER (
                PARTITION BY billing_period, payer_account_id, commitment_arn, line_item_type
            )
        ) AS goes_on
    FROM filtered
),

daily AS (
    SELECT
        billing_period,
        payer_account_id,
        day,
        SUM(IF(goes_on, cost, 0e0)) AS going_cost,
        SUM(IF(goes_on OR charge_type = 'Discount', 0e0, cost)) AS other_cost,
        SUM(IF(goes_on OR charge_type = 'Commitment fee', cost, 0e0)) AS discountable_cost,
        SUM(IF(charge_type = 'Discount', cost, 0e0)) AS discount,
        MAX(IF(charge_type = 'Usage', day)) AS usage_day
    FROM charges
    GROUP BY billing_period, payer_account_id, day
),

placed AS (
    SELECT
        billing_period,
        payer_account_id,
        day,
        usage_day,
        going_cost,
        other_cost,
        discountable_cost,
        discount,
        MAX(billing_period) OVER () AS last_period,
        MAX(usage_day) OVER (PARTITION BY billing_period, payer_account_id) AS last_day
    FROM daily
),

measured AS (
    SELECT
        last_day,
        SUM(going_cost + other_cost + discount) AS cost,
        SUM(discountable_cost) AS discountable_cost,
        SUM(discount) AS discount,
        -- What goes on is as much as until the last day, and a usual day for each that is left.
        SUM(IF(day < last_day, going_cost, 0e0)) - SUM(going_cost)
        + COALESCE(AVG(IF(usage_day < last_day, going_cost)), SUM(going_cost))
        * (DATE_DIFF('day', last_day, LAST_DAY_OF_MONTH(last_day)) + 1) AS to_come
    FROM placed
    WHERE billing_period = last_period
    GROUP BY payer_account_id, last_day
)

SELECT
    MAX(last_day) AS last_day,
    SUM(cost) AS ${measure:raw},
    SUM(
        cost + COALESCE(to_come * (1e0 + COALESCE(discount / NULLIF(discountable_cost, 0e0), 0e0)), 0e0)
    ) AS forecast_${measure:raw}
FROM measured
HAVING COUNT(last_day) > 0
