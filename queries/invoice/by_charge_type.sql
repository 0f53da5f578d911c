-- Question: What does each month's invoice consist of?
-- Answers: usage, commitments, fees, tax, credits, refunds and discounts, and how they add up
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   charge_type varchar        Usage, Commitment fee, Fee, Tax, Credit, Refund, Discount or Other
--   line_item_type varchar     the bill's own word
--   unblended_cost double      as invoiced
--   net_unblended_cost double  private discounts on what they reduce
--   amortized_cost double      prepaid fees spread over the usage they cover
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 65 kB sealed, 11 MB of line items, in a month of a million
SELECT
    billing_period,
    charge_type,
    line_item_type,
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_unblended_cost) AS net_unblended_cost,
    SUM(amortized_cost) AS amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, charge_type, line_item_type
ORDER BY billing_period, unblended_cost DESC, charge_type, line_item_type
