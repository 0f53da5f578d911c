-- Question: What do sellers other than AWS charge?
-- Answers: subscriptions bought in the Marketplace, which no AWS discount reaches
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   seller varchar          the vendor
--   account_id varchar      account that uses it
--   service_code varchar    product code
--   service varchar         readable name where the bill has one
--   unblended_cost double   as invoiced
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 28 kB sealed, 6 MB of line items, in a month of a million
SELECT
    billing_period,
    seller,
    account_id,
    service_code,
    MAX(service) AS service,
    SUM(unblended_cost) AS unblended_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
    AND seller <> ''
    AND seller NOT LIKE 'Amazon %'
    AND seller NOT LIKE 'AWS%'
GROUP BY billing_period, seller, account_id, service_code
ORDER BY billing_period, unblended_cost DESC, seller, account_id, service_code
