-- Question: From which utilisation on does each commitment pay, and how far above is it?
-- Answers: whether an idle commitment still beats on-demand prices
-- Columns:
--   commitment_arn varchar       the Savings Plan or reservation
--   purchase_option varchar      Savings Plan or Reserved
--   amortized_cost double        all of the commitment, unused included
--   public_cost double           the covered usage at public prices
--   break_even double            utilisation at which both are equal, 0 to 1
--   utilisation double           used share, 0 to 1
--   saved_amortized_cost double  public_cost - amortized_cost
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 41 kB sealed, 10 MB of line items, in a month of a million
-- Until a month is invoiced, fees after the payer's last day with usage are left out: AWS may write those of
-- days to come, and nothing can use them yet.
WITH charges AS (
    SELECT
        day,
        commitment_arn,
        purchase_option,
        charge_type,
        invoice_id,
        amortized_cost,
        public_cost,
        MAX(IF(charge_type = 'Usage', day)) OVER (
            PARTITION BY billing_period, payer_account_id
        ) AS last_day
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
),

sums AS (
    SELECT
        commitment_arn,
        purchase_option,
        SUM(IF(charge_type = 'Usage', amortized_cost, 0e0)) AS used,
        SUM(amortized_cost) AS paid,
        SUM(public_cost) AS public_cost
    FROM charges
    WHERE commitment_arn <> ''
        AND charge_type IN ('Usage', 'Commitment fee')
        AND (invoice_id <> '' OR COALESCE(day <= last_day, TRUE))
    GROUP BY commitment_arn, purchase_option
)

SELECT
    commitment_arn,
    purchase_option,
    paid AS amortized_cost,
    public_cost,
    used / NULLIF(public_cost, 0e0) AS break_even,
    used / NULLIF(paid, 0e0) AS utilisation,
    public_cost - paid AS saved_amortized_cost
FROM sums
ORDER BY saved_amortized_cost, commitment_arn, purchase_option
