-- Question: On which days does an account cost far more or less than it usually does?
-- Answers: whose day was unusual, and the service to look at first
-- Columns:
--   day date                      UTC
--   account_id varchar            account of the usage
--   service_code varchar          of those it used that day, the one furthest from its average day there
--   unblended_cost double         of the day's usage
--   usual_unblended_cost double   the median day of these months
--   unblended_cost_excess double  the difference
--   robust_score double           excess over 1.4826 median deviations; 3.5 and more is unusual
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
--   smallest score, e.g. 3.5
--   smallest excess as a share of an average day of the whole bill, e.g. 0.05
-- Reads: daily_costs
-- Scans: 29 kB sealed, 6 MB of line items, in a month of a million
-- Median and median absolute deviation: one wild day doesn't hide the next. A deviation below a
-- hundredth of the median counts as that, so that what costs the same every day can stand out.
-- The last day may be incomplete: what it has too little of is no news until the next has begun. The
-- threshold is relative, so that a small bill sees its own.
-- A usage type that has costs on firsts of months alone is billed by the month, and is left out.
WITH used AS (
    SELECT
        day,
        account_id,
        service_code,
        unblended_cost,
        MAX(DAY_OF_MONTH(day)) OVER (PARTITION BY account_id, service_code, usage_type) AS latest
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ? AND charge_type = 'Usage'
),

services AS (
    SELECT
        day,
        account_id,
        service_code,
        SUM(unblended_cost) AS cost
    FROM used
    WHERE latest > 1
    GROUP BY day, account_id, service_code
),

unusual AS (
    SELECT
        day,
        account_id,
        service_code,
        cost,
        ABS(
            cost - SUM(cost) OVER (PARTITION BY account_id, service_code) / (
                DATE_DIFF('day', MIN(day) OVER (), MAX(day) OVER ()) + 1
            )
        ) AS deviation
    FROM services
),

daily AS (
    SELECT
        day,
        account_id,
        MAX_BY(service_code, deviation) AS service_code,
        SUM(cost) AS cost
    FROM unusual
    GROUP BY day, account_id
),

ranked AS (
    SELECT
        day,
        account_id,
        service_code,
        cost,
        ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY cost, day) AS place,
        COUNT(*) OVER (PARTITION BY account_id) AS days,
        SUM(cost) OVER () / (
            DATE_DIFF('day', MIN(day) OVER (), MAX(day) OVER ()) + 1
        ) AS average_day,
        day < MAX(day) OVER () OR day = LAST_DAY_OF_MONTH(day) AS is_whole
    FROM daily
),

centred AS (
    SELECT
        day,
        account_id,
        service_code,
        cost,
        days,
        average_day,
        is_whole,
        AVG(IF(2 * place BETWEEN days AND days + 2, cost)) OVER (PARTITION BY account_id) AS median
    FROM ranked
),

deviating AS (
    SELECT
        day,
        account_id,
        service_code,
        cost,
        days,
        average_day,
        is_whole,
        median,
        ABS(cost - median) AS deviation,
        ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY ABS(cost - median), day) AS place
    FROM centred
),

scored AS (
    SELECT
        day,
        account_id,
        service_code,
        cost,
        average_day,
        is_whole,
        median,
        (cost - median) / NULLIF(
            1.4826e0 * GREATEST(
                AVG(IF(2 * place BETWEEN days AND days + 2, deviation)) OVER (
                    PARTITION BY account_id
                ),
                ABS(median) * 0.01e0
            ),
            0e0
        ) AS score
    FROM deviating
)

SELECT
    day,
    account_id,
    service_code,
    cost AS unblended_cost,
    median AS usual_unblended_cost,
    cost - median AS unblended_cost_excess,
    score AS robust_score
FROM scored
WHERE ABS(score) >= ?
    AND ABS(cost - median) >= average_day * CAST(? AS double)
    AND (is_whole OR cost > median)
ORDER BY ABS(cost - median) DESC, day, account_id
