-- Question: On which days does a payer's bill have no usage at all?
-- Answers: holes in a delivery or in the catalog, before somebody trusts the total
-- Columns:
--   payer_account_id varchar     account that pays the bill
--   first_missing_day date       first day without usage
--   last_missing_day date        last one in a row
--   missing_days bigint          how many
--   usual_unblended_cost double  usage of the last day before the hole, once for each missing day
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 26 kB sealed, 5 MB of line items, in a month of a million
-- Only holes between days that are there: freshness/latest_day says where the data ends.
WITH daily AS (
    SELECT
        payer_account_id,
        day,
        SUM(unblended_cost) AS cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ? AND charge_type = 'Usage'
    GROUP BY payer_account_id, day
),

following AS (
    SELECT
        payer_account_id,
        day,
        cost,
        LEAD(day) OVER (PARTITION BY payer_account_id ORDER BY day) AS next_day
    FROM daily
)

SELECT
    payer_account_id,
    DATE_ADD('day', 1, day) AS first_missing_day,
    DATE_ADD('day', -1, next_day) AS last_missing_day,
    DATE_DIFF('day', day, next_day) - 1 AS missing_days,
    cost * (DATE_DIFF('day', day, next_day) - 1) AS usual_unblended_cost
FROM following
WHERE DATE_DIFF('day', day, next_day) > 1
ORDER BY payer_account_id, day
