-- Question: When does each Savings Plan and reservation end?
-- Answers: what goes back to on-demand prices, and when to decide
-- Columns:
--   end_time varchar             as AWS writes it, ISO 8601; empty where the bill doesn't say
--   commitment_arn varchar       the Savings Plan or reservation
--   payer_account_id varchar     account that pays
--   payment_option varchar       e.g. No Upfront; empty for reservations
--   last_billing_period varchar  newest of these months that knows it
--   used_amortized_cost double   of the usage that it covers in these months: what is at stake
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: cur2
-- Scans: 713 kB in a month of a million line items
-- Reads the raw table: views don't know terms.
WITH covered AS (
    SELECT
        billing_period,
        COALESCE(NULLIF(savings_plan_end_time, ''), reservation_end_time, '') AS end_time,
        COALESCE(
            NULLIF(savings_plan_savings_plan_a_r_n, ''), reservation_reservation_a_r_n, ''
        ) AS commitment_arn,
        COALESCE(bill_payer_account_id, '') AS payer_account_id,
        COALESCE(savings_plan_payment_option, '') AS payment_option,
        CASE line_item_line_item_type
            WHEN 'SavingsPlanCoveredUsage' THEN savings_plan_savings_plan_effective_cost
            WHEN 'DiscountedUsage' THEN reservation_effective_cost
            ELSE 0e0
        END AS cost
    FROM cur2
    WHERE billing_period BETWEEN ? AND ?
        AND COALESCE(line_item_operation, '') NOT IN ('EKSPod-EC2', 'ECSTask-EC2')
)

SELECT
    MAX(end_time) AS end_time,
    commitment_arn,
    payer_account_id,
    MAX(payment_option) AS payment_option,
    MAX(billing_period) AS last_billing_period,
    SUM(cost) AS used_amortized_cost
FROM covered
WHERE commitment_arn <> ''
GROUP BY commitment_arn, payer_account_id
ORDER BY end_time, used_amortized_cost DESC, commitment_arn, payer_account_id
