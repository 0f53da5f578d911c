-- Question: What did each month cost, on every cost basis?
-- Answers: what is invoiced, what was used up, what it would be at public prices
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   unblended_cost double      as invoiced
--   net_unblended_cost double  as invoiced, private discounts on what they reduce
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
--   public_cost double         usage at public on-demand prices
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 92 kB sealed, 16 MB of line items, in a month of a million
-- Whole months as the bill has them, so that they add up to it: one that isn't over may have fees of days to
-- come, and its amortized cost what these leave unused.
SELECT
    billing_period,
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_unblended_cost) AS net_unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost,
    SUM(public_cost) AS public_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period
ORDER BY billing_period
