-- Question: What did each business unit cost, month by month?
-- Answers: who answers for which part of the bill; what belongs to nobody yet
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   business_unit varchar      by the file of query.accounts; empty for accounts without one
--   accounts bigint            that cost something in the month
--   unblended_cost double      as invoiced
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs, listed_accounts
-- Scans: 20 MB per million line items
SELECT
    daily.billing_period,
    COALESCE(listed.business_unit, '') AS business_unit,
    COUNT(DISTINCT daily.account_id) AS accounts,
    SUM(daily.unblended_cost) AS unblended_cost,
    SUM(daily.amortized_cost) AS amortized_cost,
    SUM(daily.net_amortized_cost) AS net_amortized_cost
FROM daily_costs AS daily
LEFT JOIN listed_accounts AS listed ON daily.account_id = listed.account_id
WHERE daily.billing_period BETWEEN ? AND ?
GROUP BY daily.billing_period, COALESCE(listed.business_unit, '')
ORDER BY billing_period, unblended_cost DESC, business_unit
