-- Question: How fresh is each payer's bill, and is the month invoiced?
-- Answers: whether yesterday is there
-- Columns:
--   payer_account_id varchar          account that pays the bill
--   last_billing_period varchar       newest month, YYYY-MM
--   last_day date                     newest day with usage, UTC
--   line_items bigint                 of all of these months
--   uninvoiced_unblended_cost double  of line items without an invoice yet
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 28 kB sealed, 5 MB of line items, in a month of a million
SELECT
    payer_account_id,
    MAX(billing_period) AS last_billing_period,
    MAX(IF(charge_type = 'Usage', day)) AS last_day,
    SUM(line_items) AS line_items,
    SUM(IF(invoice_id = '', unblended_cost, 0e0)) AS uninvoiced_unblended_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY payer_account_id
ORDER BY payer_account_id
