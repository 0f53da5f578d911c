-- Question: What does each service really cost per month, and how is it bought?
-- Answers: coverage by reservations; prepaid cost in the month that uses it
-- Columns:
--   billing_period    month of the bill, YYYY-MM
--   service           product code, e.g. AmazonEC2
--   purchase_option   Reserved, Spot, On-Demand, or Other (tax, fees, credits)
--   amortized_cost    prepaid fees spread over the usage they cover, unused ones included
-- Parameters:
--   first billing period, e.g. '2018-10'
--   last billing period, e.g. '2018-11'
-- Reads: cur (year, month, line_item_product_code, line_item_line_item_type, cost and reservation
--   columns)
-- Scans: about nine columns of the chosen months, 20 MB per million line items
-- Legacy CUR has savings_plan_ columns only once there is a Savings Plan, and Athena refuses a query
-- that names a missing column. With Savings Plans, take the rules of queries/cur2.
WITH charges AS (
    SELECT
        concat(year, '-', lpad(month, 2, '0')) AS billing_period,
        COALESCE(NULLIF(line_item_product_code, ''), 'unknown') AS service,
        CASE
            WHEN line_item_line_item_type IN ('DiscountedUsage', 'RIFee') THEN 'Reserved'
            WHEN COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 'Reserved'
            WHEN line_item_line_item_type <> 'Usage' THEN 'Other'
            WHEN line_item_usage_type LIKE '%SpotUsage%' THEN 'Spot'
            ELSE 'On-Demand'
        END AS purchase_option,
        CASE
            WHEN line_item_line_item_type = 'DiscountedUsage' THEN reservation_effective_cost
            WHEN line_item_line_item_type = 'RIFee'
                THEN reservation_unused_amortized_upfront_fee_for_billing_period
                    + reservation_unused_recurring_fee
            WHEN line_item_line_item_type = 'Fee'
                AND COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 0e0
            ELSE line_item_unblended_cost
        END AS cost
    FROM cur
    WHERE concat(year, '-', lpad(month, 2, '0')) BETWEEN ? AND ?
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
