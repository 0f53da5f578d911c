-- Question: What does each invoice say, before and after tax?
-- Answers: what accounting books; compare it with the PDF
-- Columns:
--   billing_period varchar            month of the bill, YYYY-MM
--   payer_account_id varchar          account that pays the bill
--   invoice_id varchar                empty until the month is invoiced
--   seller varchar                    an AWS company or a Marketplace vendor
--   currency varchar                  of the costs, e.g. USD
--   before_tax_unblended_cost double  all but tax
--   tax_unblended_cost double         tax
--   unblended_cost double             the invoice
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 26 kB sealed, 5 MB of line items, in a month of a million
SELECT
    billing_period,
    payer_account_id,
    invoice_id,
    seller,
    currency,
    SUM(IF(charge_type = 'Tax', 0e0, unblended_cost)) AS before_tax_unblended_cost,
    SUM(IF(charge_type = 'Tax', unblended_cost, 0e0)) AS tax_unblended_cost,
    SUM(unblended_cost) AS unblended_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, payer_account_id, invoice_id, seller, currency
ORDER BY billing_period, payer_account_id, unblended_cost DESC, invoice_id, seller, currency
