-- Question: What did each account cost, month by month?
-- Answers: which account to talk to
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   account_id varchar         account that used the service
--   account_name varchar       its newest name in the month, empty where the bill has none
--   unblended_cost double      as invoiced
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 66 kB sealed, 12 MB of line items, in a month of a million
SELECT
    billing_period,
    account_id,
    COALESCE(MAX_BY(account_name, day) FILTER (WHERE account_name <> ''), '') AS account_name,
    SUM(unblended_cost) AS unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, account_id
ORDER BY billing_period, unblended_cost DESC, account_id
