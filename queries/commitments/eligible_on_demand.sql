-- Question: How much on-demand compute runs every day, so that a commitment could be used?
-- Answers: where a commitment is worth a look: what runs every day, not the mean
-- Columns:
--   account_id varchar                account of the usage
--   service_code varchar              e.g. AmazonEC2
--   family varchar                    instance family, e.g. m5; Fargate, Lambda
--   days bigint                       with such usage, the last one left out while its month isn't over
--   amortized_cost double             on-demand, of all these days
--   lowest_day_amortized_cost double  of the cheapest day; 0 where a day has none
--   steady_share double               of the cost that the lowest day would cover every day, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 30 kB sealed, 6 MB of line items, in a month of a million
-- Capacity that is reserved and unused is with its family. Databases: commitments/coverage.
-- A Savings Plan is used or lost by the hour: of what stops at night, a 24th of the day is too much for
-- one. Its prices are lower, too. The recommendations of Cost Optimization Hub look at hours.
WITH daily AS (
    SELECT
        account_id,
        service_code,
        CASE
            WHEN usage_type LIKE '%Fargate%' THEN 'Fargate'
            WHEN service_code = 'AWSLambda' THEN 'Lambda'
            ELSE REGEXP_EXTRACT(usage_type, ':([a-z0-9-]+)', 1)
        END AS family,
        day,
        SUM(amortized_cost) AS cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND purchase_option = 'On-Demand'
        AND (
            (
                service_code = 'AmazonEC2'
                AND REGEXP_LIKE(usage_type, '(BoxUsage|DedicatedUsage|UnusedBox|UnusedDed):')
            )
            OR REGEXP_LIKE(usage_type, 'Fargate|Lambda-(GB-Second|Provisioned-)')
        )
    GROUP BY 1, 2, 3, 4
),

placed AS (
    SELECT
        account_id,
        service_code,
        family,
        day,
        cost,
        MIN(day) OVER () AS first_day,
        MAX(day) OVER () AS last_day
    FROM daily
),

whole AS (
    SELECT
        account_id,
        service_code,
        family,
        cost,
        DATE_DIFF('day', first_day, last_day)
        + IF(last_day = LAST_DAY_OF_MONTH(last_day), 1, 0) AS all_days
    FROM placed
    WHERE day < last_day OR last_day = LAST_DAY_OF_MONTH(last_day)
),

sums AS (
    SELECT
        account_id,
        service_code,
        family,
        all_days,
        COUNT(*) AS days,
        SUM(cost) AS cost,
        IF(COUNT(*) < all_days, 0e0, MIN(cost)) AS lowest
    FROM whole
    GROUP BY account_id, service_code, family, all_days
)

SELECT
    account_id,
    service_code,
    family,
    days,
    cost AS amortized_cost,
    lowest AS lowest_day_amortized_cost,
    lowest * days / NULLIF(cost, 0e0) AS steady_share
FROM sums
ORDER BY lowest DESC, cost DESC, account_id, service_code, family
