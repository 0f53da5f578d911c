-- What do sealed months say, on every cost basis? They know no invoices.
SELECT
    payer_account_id,
    billing_period,
    '' AS invoice_id,
    charge_type,
    '' AS line_item_type,
    SUM(line_items) AS line_items,
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_unblended_cost) AS net_unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost,
    SUM(public_cost) AS public_cost
FROM :relation
WHERE billing_period IN (:months)
GROUP BY payer_account_id, billing_period, charge_type
