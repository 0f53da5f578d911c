-- Question: How much of each Savings Plan and reservation is used?
-- Answers: which commitment is too large, and what its unused part costs
-- Columns:
--   billing_period varchar        month of the bill, YYYY-MM
--   commitment_arn varchar        the Savings Plan or reservation
--   purchase_option varchar       Savings Plan or Reserved
--   used_amortized_cost double    of the usage that it covers
--   unused_amortized_cost double  paid for nothing
--   utilisation double            used share, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 27 kB sealed, 6 MB of line items, in a month of a million
-- Until a month is invoiced, fees after the payer's last day with usage are left out: AWS may write those of
-- days to come, and nothing can use them yet.
WITH charges AS (
    SELECT
        billing_period,
        day,
        commitment_arn,
        purchase_option,
        charge_type,
        invoice_id,
        amortized_cost,
        MAX(IF(charge_type = 'Usage', day)) OVER (
            PARTITION BY billing_period, payer_account_id
        ) AS last_day
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
),

sums AS (
    SELECT
        billing_period,
        commitment_arn,
        purchase_option,
        SUM(IF(charge_type = 'Usage', amortized_cost, 0e0)) AS used,
        SUM(IF(charge_type = 'Commitment fee', amortized_cost, 0e0)) AS unused
    FROM charges
    WHERE commitment_arn <> ''
        AND charge_type IN ('Usage', 'Commitment fee')
        AND (invoice_id <> '' OR COALESCE(day <= last_day, TRUE))
    GROUP BY billing_period, commitment_arn, purchase_option
)

SELECT
    billing_period,
    commitment_arn,
    purchase_option,
    used AS used_amortized_cost,
    unused AS unused_amortized_cost,
    used / NULLIF(used + unused, 0e0) AS utilisation
FROM sums
ORDER BY billing_period, unused_amortized_cost DESC, commitment_arn, purchase_option
