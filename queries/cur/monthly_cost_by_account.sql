-- Question: What did each account cost, month by month?
-- Answers: showback; which team's account spends what
-- Columns:
--   billing_period   month of the bill, YYYY-MM
--   account_id       account that used the service
--   unblended_cost   as invoiced, in the bill's currency
-- Parameters:
--   first billing period, e.g. '2018-10'
--   last billing period, e.g. '2018-11'
-- Reads: cur (year, month, line_item_usage_account_id, line_item_unblended_cost)
-- Scans: two columns of the chosen months, about 4 MB per million line items
SELECT
    concat(year, '-', lpad(month, 2, '0')) AS billing_period,
    COALESCE(line_item_usage_account_id, '') AS account_id,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM cur
WHERE concat(year, '-', lpad(month, 2, '0')) BETWEEN ? AND ?
GROUP BY
    concat(year, '-', lpad(month, 2, '0')),
    COALESCE(line_item_usage_account_id, '')
ORDER BY
    billing_period,
    unblended_cost DESC,
    account_id
