-- Question: What did each usage type of each service cost, day by day?
-- Answers: what changed on the day the bill jumped
-- Columns:
--   usage_date       day of usage, UTC
--   service          product code, e.g. AmazonEC2
--   usage_type       e.g. EU-BoxUsage:m5.large
--   usage_amount     in the usage type's own unit
--   unblended_cost   as invoiced, in the bill's currency
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: cur2 (billing_period, line_item_usage_start_date, line_item_product_code,
--   line_item_usage_type, line_item_usage_amount, line_item_unblended_cost)
-- Scans: 10 MB in a month of a million line items
-- Usage amounts leave out rows of split cost allocation, whose parents count already.
SELECT
    CAST(line_item_usage_start_date AS date) AS usage_date,
    COALESCE(NULLIF(line_item_product_code, ''), 'unknown') AS service,
    COALESCE(line_item_usage_type, '') AS usage_type,
    SUM(
        CASE
            WHEN COALESCE(line_item_operation, '') IN ('EKSPod-EC2', 'ECSTask-EC2') THEN 0e0
            ELSE COALESCE(line_item_usage_amount, 0e0)
        END
    ) AS usage_amount,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM cur2
WHERE billing_period BETWEEN ? AND ?
GROUP BY
    CAST(line_item_usage_start_date AS date),
    COALESCE(NULLIF(line_item_product_code, ''), 'unknown'),
    COALESCE(line_item_usage_type, '')
ORDER BY
    usage_date,
    unblended_cost DESC,
    service,
    usage_type
