-- Question: On which days was commitment paid for and not used?
-- Answers: weekends and holidays, or a plan that is too large every day
-- Columns:
--   day date                      UTC
--   purchase_option varchar       Savings Plan or Reserved
--   used_amortized_cost double    of covered usage
--   unused_amortized_cost double  paid for nothing
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 26 kB sealed, 6 MB of line items, in a month of a million
-- A reservation's unused part stands on the first day of the month, as AWS bills it once.
-- Until a month is invoiced, fees after the payer's last day with usage are left out: AWS may write those of
-- days to come, and nothing can use them yet.
WITH charges AS (
    SELECT
        day,
        purchase_option,
        charge_type,
        invoice_id,
        amortized_cost,
        MAX(IF(charge_type = 'Usage', day)) OVER (
            PARTITION BY billing_period, payer_account_id
        ) AS last_day
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    day,
    purchase_option,
    SUM(IF(charge_type = 'Usage', amortized_cost, 0e0)) AS used_amortized_cost,
    SUM(IF(charge_type = 'Commitment fee', amortized_cost, 0e0)) AS unused_amortized_cost
FROM charges
WHERE purchase_option IN ('Savings Plan', 'Reserved')
    AND charge_type IN ('Usage', 'Commitment fee')
    AND (invoice_id <> '' OR COALESCE(day <= last_day, TRUE))
GROUP BY day, purchase_option
ORDER BY day, purchase_option
