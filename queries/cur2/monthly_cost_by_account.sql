-- Question: What did each account cost, month by month?
-- Answers: showback; which team's account spends what
-- Columns:
--   billing_period   month of the bill, YYYY-MM
--   account_id       account that used the service
--   account_name     its name, empty where AWS gives none
--   unblended_cost   as invoiced, in the bill's currency
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: cur2 (billing_period, line_item_usage_account_id, line_item_usage_account_name,
--   line_item_unblended_cost)
-- Scans: 5 MB in a month of a million line items
SELECT
    billing_period,
    COALESCE(line_item_usage_account_id, '') AS account_id,
    MAX(COALESCE(line_item_usage_account_name, '')) AS account_name,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM cur2
WHERE billing_period BETWEEN ? AND ?
GROUP BY
    billing_period,
    COALESCE(line_item_usage_account_id, '')
ORDER BY
    billing_period,
    unblended_cost DESC,
    account_id
