-- Question: What does AWS Support cost, and which share of the rest is that?
-- Answers: whether the plan is worth its price
-- Columns:
--   billing_period varchar         month of the bill, YYYY-MM
--   payer_account_id varchar       account that pays the bill
--   support_unblended_cost double  all services of Support
--   unblended_cost double          everything else but tax
--   support_share double           of everything else, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 27 kB sealed, 5 MB of line items, in a month of a million
-- Enterprise Support may also be billed as OCBPremiumSupport.
WITH charges AS (
    SELECT
        billing_period,
        payer_account_id,
        unblended_cost,
        REGEXP_LIKE(
            service_code,
            '^(AWSSupport|AWSDeveloperSupport|AWSEnterpriseOnRamp|OCBPremiumSupport)'
        ) AS is_support
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ? AND charge_type <> 'Tax'
),

sums AS (
    SELECT
        billing_period,
        payer_account_id,
        SUM(IF(is_support, unblended_cost, 0e0)) AS support,
        SUM(IF(is_support, 0e0, unblended_cost)) AS rest
    FROM charges
    GROUP BY billing_period, payer_account_id
)

SELECT
    billing_period,
    payer_account_id,
    support AS support_unblended_cost,
    rest AS unblended_cost,
    support / NULLIF(rest, 0e0) AS support_share
FROM sums
WHERE support <> 0e0
ORDER BY billing_period, payer_account_id
