-- Question: What did each service cost, month by month?
-- Answers: the monthly review; which services drive the bill and how they move
-- Columns:
--   billing_period   month of the bill, YYYY-MM
--   service          product code, e.g. AmazonEC2
--   unblended_cost   as invoiced, in the bill's currency
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: cur2 (billing_period, line_item_product_code, line_item_unblended_cost)
-- Scans: 5 MB in a month of a million line items
SELECT
    billing_period,
    COALESCE(NULLIF(line_item_product_code, ''), 'unknown') AS service,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM cur2
WHERE billing_period BETWEEN ? AND ?
GROUP BY
    billing_period,
    COALESCE(NULLIF(line_item_product_code, ''), 'unknown')
ORDER BY
    billing_period,
    unblended_cost DESC,
    service
