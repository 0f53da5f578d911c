-- Question: Which months are sealed, of whom, and until which day?
-- Answers: whether what the other dashboards read is whole
-- Reads: daily_costs
SELECT
    billing_period,
    payer_account_id,
    currency,
    MAX(IF(charge_type = 'Usage', day)) AS last_day,
    SUM(line_items) AS line_items,
    SUM(IF(invoice_id = '', line_items, 0)) AS uninvoiced_line_items,
    SUM(unblended_cost) AS unblended_cost
FROM daily_costs
WHERE billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
GROUP BY billing_period, payer_account_id, currency
ORDER BY billing_period DESC, payer_account_id, currency
