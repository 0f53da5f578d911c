-- What does a view of costs say, on every cost basis?
SELECT
    payer_account_id,
    billing_period,
    invoice_id,
    charge_type,
    line_item_type,
    COUNT(*) AS line_items,
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_unblended_cost) AS net_unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost,
    SUM(public_cost) AS public_cost
FROM :relation
WHERE billing_period IN (:months)
GROUP BY 1, 2, 3, 4, 5
