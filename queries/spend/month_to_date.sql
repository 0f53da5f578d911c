-- Question: What did each service cost so far this month, against the same days of the month before?
-- Answers: are we ahead of last month, and with what?
-- Columns:
--   payer_account_id varchar        account that pays the bill
--   service_code varchar            e.g. AmazonEC2
--   until_day bigint                last day of the month that both sides count
--   previous_amortized_cost double  the month before, until that day
--   amortized_cost double           the month, until that day
--   amortized_cost_change double    the difference
-- Parameters:
--   billing period before, e.g. '2026-02'
--   billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 26 kB sealed, 6 MB of line items, in a month of a million
-- The newest day with usage is still being filled, so until_day is the one before, unless the month is over.
-- Payers' bills end on different days, so each has its own; one without any usage in the month has that of
-- the others.
-- A monthly charge stands on the day it begins.
WITH daily AS (
    SELECT
        billing_period,
        payer_account_id,
        day,
        service_code,
        SUM(amortized_cost) AS amortized_cost,
        MAX(IF(charge_type = 'Usage', day)) AS usage_day
    FROM daily_costs
    WHERE billing_period IN (?, ?)
    GROUP BY billing_period, payer_account_id, day, service_code
),

placed AS (
    SELECT
        billing_period,
        payer_account_id,
        service_code,
        amortized_cost,
        DAY_OF_MONTH(day) AS day_of_month,
        usage_day,
        MAX(billing_period) OVER () AS this_period
    FROM daily
),

ended AS (
    SELECT
        billing_period,
        payer_account_id,
        service_code,
        amortized_cost,
        day_of_month,
        this_period,
        COALESCE(
            MAX(IF(billing_period = this_period, usage_day)) OVER (PARTITION BY payer_account_id),
            MAX(usage_day) OVER ()
        ) AS last_day
    FROM placed
),

counted AS (
    SELECT
        billing_period,
        payer_account_id,
        service_code,
        amortized_cost,
        day_of_month,
        IF(
            last_day < LAST_DAY_OF_MONTH(last_day),
            GREATEST(DAY_OF_MONTH(last_day) - 1, 1),
            DAY_OF_MONTH(last_day)
        ) AS until_day,
        this_period
    FROM ended
)

SELECT
    payer_account_id,
    service_code,
    until_day,
    SUM(IF(billing_period <> this_period, amortized_cost, 0e0)) AS previous_amortized_cost,
    SUM(IF(billing_period = this_period, amortized_cost, 0e0)) AS amortized_cost,
    SUM(IF(billing_period = this_period, amortized_cost, -amortized_cost)) AS amortized_cost_change
FROM counted
WHERE day_of_month <= until_day
GROUP BY payer_account_id, service_code, until_day
ORDER BY amortized_cost_change DESC, payer_account_id, service_code
