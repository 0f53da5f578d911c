-- Question: Which services of which accounts changed most from one month to the next?
-- Answers: why the bill is higher or lower
-- Columns:
--   billing_period varchar          the later month, YYYY-MM
--   account_id varchar              account that used the service
--   service_code varchar            e.g. AmazonEC2
--   previous_amortized_cost double  of the month before
--   amortized_cost double           of the month
--   amortized_cost_change double    the difference; what ended is here, too
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 26 kB sealed, 6 MB of line items, in a month of a million
WITH sums AS (
    SELECT
        billing_period,
        account_id,
        service_code,
        SUM(amortized_cost) AS cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
    GROUP BY billing_period, account_id, service_code
),

-- Each month's cost once for itself and once as the month before the next one.
told_twice AS (
    SELECT
        told.billing_period,
        sums.account_id,
        sums.service_code,
        told.previous_cost,
        told.cost,
        MIN(sums.billing_period) OVER () AS first_period,
        MAX(sums.billing_period) OVER () AS last_period
    FROM sums
    CROSS JOIN UNNEST(
        ARRAY[
            sums.billing_period,
            DATE_FORMAT(
                DATE_ADD('month', 1, CAST(sums.billing_period || '-01' AS timestamp)), '%Y-%m'
            )
        ],
        ARRAY[0e0, sums.cost],
        ARRAY[sums.cost, 0e0]
    ) AS told (billing_period, previous_cost, cost)
)

SELECT
    billing_period,
    account_id,
    service_code,
    SUM(previous_cost) AS previous_amortized_cost,
    SUM(cost) AS amortized_cost,
    SUM(cost) - SUM(previous_cost) AS amortized_cost_change
FROM told_twice
WHERE billing_period > first_period AND billing_period <= last_period
GROUP BY billing_period, account_id, service_code
HAVING SUM(cost) <> SUM(previous_cost)
ORDER BY billing_period, ABS(SUM(cost) - SUM(previous_cost)) DESC, account_id, service_code
