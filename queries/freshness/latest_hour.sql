-- Question: Until which hour does CUR 2.0 have each account's usage?
-- Answers: how late the newest delivery is; accounts that lag behind
-- Columns:
--   payer_account_id varchar       account that pays the bill
--   account_id varchar             account that used something
--   last_usage_start timestamp(3)  start of the newest hour or day of usage, UTC
--   last_usage_end timestamp(3)    its end
--   unblended_cost double          of the month so far
-- Parameters:
--   billing period, e.g. '2026-03'
-- Reads: cur2
-- Scans: 5 MB in a month of a million line items
-- Reads the raw table: views know days, not hours.
SELECT
    COALESCE(bill_payer_account_id, '') AS payer_account_id,
    COALESCE(line_item_usage_account_id, '') AS account_id,
    MAX(IF(line_item_line_item_type = 'Usage', line_item_usage_start_date)) AS last_usage_start,
    MAX(IF(line_item_line_item_type = 'Usage', line_item_usage_end_date)) AS last_usage_end,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM cur2
WHERE billing_period = ?
    AND COALESCE(line_item_operation, '') NOT IN ('EKSPod-EC2', 'ECSTask-EC2')
GROUP BY COALESCE(bill_payer_account_id, ''), COALESCE(line_item_usage_account_id, '')
ORDER BY payer_account_id, account_id
