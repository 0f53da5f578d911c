-- Question: What does each service really cost per month, and how is it bought?
-- Answers: coverage by commitments; prepaid cost in the month that uses it
-- Columns:
--   billing_period    month of the bill, YYYY-MM
--   service           product code, e.g. AmazonEC2
--   purchase_option   Savings Plan, Reserved, Spot, On-Demand, or Other (tax, fees, credits)
--   amortized_cost    prepaid fees spread over the usage they cover, unused ones included
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: cur2 (billing_period, line_item_product_code, line_item_line_item_type, cost and commitment
--   columns)
-- Scans: 6 MB in a month of a million line items
WITH charges AS (
    SELECT
        billing_period,
        COALESCE(NULLIF(line_item_product_code, ''), 'unknown') AS service,
        CASE
            WHEN line_item_line_item_type LIKE 'SavingsPlan%' THEN 'Savings Plan'
            WHEN line_item_line_item_type IN ('DiscountedUsage', 'RIFee') THEN 'Reserved'
            WHEN COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 'Reserved'
            WHEN line_item_line_item_type <> 'Usage' THEN 'Other'
            WHEN line_item_usage_type LIKE '%SpotUsage%' THEN 'Spot'
            ELSE 'On-Demand'
        END AS purchase_option,
        CASE
            WHEN line_item_line_item_type = 'SavingsPlanCoveredUsage'
                THEN savings_plan_savings_plan_effective_cost
            WHEN line_item_line_item_type = 'SavingsPlanRecurringFee'
                THEN savings_plan_total_commitment_to_date - savings_plan_used_commitment
            WHEN line_item_line_item_type IN ('SavingsPlanNegation', 'SavingsPlanUpfrontFee')
                THEN 0e0
            WHEN line_item_line_item_type = 'DiscountedUsage' THEN reservation_effective_cost
            WHEN line_item_line_item_type = 'RIFee'
                THEN reservation_unused_amortized_upfront_fee_for_billing_period
                    + reservation_unused_recurring_fee
            WHEN line_item_line_item_type = 'Fee'
                AND COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 0e0
            WHEN line_item_line_item_type = 'Refund'
                AND COALESCE(savings_plan_savings_plan_a_r_n, '') <> '' THEN 0e0
            ELSE line_item_unblended_cost
        END AS cost
    FROM cur2
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    billing_period,
    service,
    purchase_option,
    SUM(COALESCE(cost, 0e0)) AS amortized_cost
FROM charges
GROUP BY billing_period, service, purchase_option
ORDER BY
    billing_period,
    amortized_cost DESC,
    service,
    purchase_option
