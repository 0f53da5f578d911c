-- Question: What do commitments and Spot save against public prices, unused commitment taken off?
-- Answers: what buying well is worth; a negative figure is a commitment that costs more than it saves
-- Columns:
--   billing_period varchar           month of the bill, YYYY-MM
--   purchase_option varchar          Savings Plan, Reserved, Spot or On-Demand
--   public_cost double               the usage at public prices
--   amortized_cost double            what it cost, unused commitment included
--   net_amortized_cost double        the same after private discounts
--   saved_net_amortized_cost double  public_cost - net_amortized_cost
--   saved_share double               of public_cost
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 55 kB sealed, 16 MB of line items, in a month of a million
-- Public prices of tiered usage are the highest tier's: On-Demand "saves" its free and cheaper tiers.
-- Until a month is invoiced, fees after the payer's last day with usage are left out: AWS may write those of
-- days to come, and nothing can use them yet.
WITH charges AS (
    SELECT
        billing_period,
        day,
        purchase_option,
        charge_type,
        invoice_id,
        public_cost,
        amortized_cost,
        net_amortized_cost,
        MAX(IF(charge_type = 'Usage', day)) OVER (
            PARTITION BY billing_period, payer_account_id
        ) AS last_day
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
),

sums AS (
    SELECT
        billing_period,
        purchase_option,
        SUM(public_cost) AS public_cost,
        SUM(amortized_cost) AS amortized_cost,
        SUM(net_amortized_cost) AS net_amortized_cost
    FROM charges
    WHERE charge_type IN ('Usage', 'Commitment fee')
        AND (invoice_id <> '' OR COALESCE(day <= last_day, TRUE))
    GROUP BY billing_period, purchase_option
)

SELECT
    billing_period,
    purchase_option,
    public_cost,
    amortized_cost,
    net_amortized_cost,
    public_cost - net_amortized_cost AS saved_net_amortized_cost,
    (public_cost - net_amortized_cost) / NULLIF(public_cost, 0e0) AS saved_share
FROM sums
ORDER BY billing_period, saved_net_amortized_cost DESC, purchase_option
