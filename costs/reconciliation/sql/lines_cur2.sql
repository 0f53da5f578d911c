-- What do the bill's own line items say of each invoice?
SELECT
    COALESCE(bill_payer_account_id, '') AS payer_account_id,
    billing_period,
    COALESCE(bill_invoice_id, '') AS invoice_id,
    COALESCE(line_item_line_item_type, '') AS line_item_type,
    COALESCE(line_item_operation, '') IN ('EKSPod-EC2', 'ECSTask-EC2') AS is_split,
    COUNT(*) AS line_items,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM cur2
WHERE billing_period IN (:months)
GROUP BY 1, 2, 3, 4, 5
