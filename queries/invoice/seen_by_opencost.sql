-- Question: How much of each month's cost do OpenCost and Kubecost show, and what do they leave out?
-- Answers: why their total isn't the invoice: what is left out by type of line item
-- Columns:
--   billing_period varchar          month of the bill, YYYY-MM
--   charge_type varchar             Usage, Commitment fee, Fee, Tax, Credit, Refund, Discount or Other
--   line_item_type varchar          the bill's own word
--   amortized_cost double           prepaid fees spread over the usage they cover
--   opencost_amortized_cost double  of that, what OpenCost counts
--   left_out_amortized_cost double  the rest: both add up to amortized_cost
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 55 kB sealed, 9 MB of line items, in a month of a million
-- OpenCost reads CUR alone: of a month that only FOCUS has, Usage is all that looks like one of its types.
SELECT
    billing_period,
    charge_type,
    line_item_type,
    SUM(amortized_cost) AS amortized_cost,
    SUM(
        IF(line_item_type IN (
            'Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'EdpDiscount', 'PrivateRateDiscount'
        ), amortized_cost, 0e0)
    ) AS opencost_amortized_cost,
    SUM(
        IF(line_item_type IN (
            'Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'EdpDiscount', 'PrivateRateDiscount'
        ), 0e0, amortized_cost)
    ) AS left_out_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, charge_type, line_item_type
ORDER BY billing_period, left_out_amortized_cost DESC, charge_type, line_item_type
