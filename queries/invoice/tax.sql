-- Question: How much tax is charged, on which account and service?
-- Answers: what accounting reclaims
-- Columns:
--   billing_period varchar       month of the bill, YYYY-MM
--   account_id varchar           account that is taxed
--   service_code varchar         e.g. AmazonEC2
--   tax_unblended_cost double    tax
--   taxed_unblended_cost double  everything else of the same account and service
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 27 kB sealed, 5 MB of line items, in a month of a million
SELECT
    billing_period,
    account_id,
    service_code,
    SUM(IF(charge_type = 'Tax', unblended_cost, 0e0)) AS tax_unblended_cost,
    SUM(IF(charge_type = 'Tax', 0e0, unblended_cost)) AS taxed_unblended_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, account_id, service_code
HAVING SUM(IF(charge_type = 'Tax', 1, 0)) > 0
ORDER BY billing_period, tax_unblended_cost DESC, account_id, service_code
