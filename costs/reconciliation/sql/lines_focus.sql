-- What do the bill's own line items say of each invoice?
SELECT
    COALESCE(billingaccountid, '') AS payer_account_id,
    billing_period,
    COALESCE(invoiceid, '') AS invoice_id,
    COALESCE(chargecategory, '') AS line_item_type,
    FALSE AS is_split,
    COUNT(*) AS line_items,
    SUM(billedcost) AS unblended_cost
FROM focus
WHERE billing_period IN (:months)
GROUP BY 1, 2, 3, 4, 5
