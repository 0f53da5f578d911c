-- Question: What did each service cost, month by month?
-- Answers: the monthly review; which services drive the bill and how they move
-- Columns:
--   billing_period   month of the bill, YYYY-MM
--   service          product code, e.g. AmazonEC2
--   unblended_cost   as invoiced, in the bill's currency
-- Parameters:
--   first billing period, e.g. '2018-10'
--   last billing period, e.g. '2018-11'
-- Reads: cur (year, month, line_item_product_code, line_item_unblended_cost)
-- Scans: two columns of the chosen months, about 4 MB per million line items
SELECT
    concat(year, '-', lpad(month, 2, '0')) AS billing_period,
    COALESCE(NULLIF(line_item_product_code, ''), 'unknown') AS service,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM cur
WHERE concat(year, '-', lpad(month, 2, '0')) BETWEEN ? AND ?
GROUP BY
    concat(year, '-', lpad(month, 2, '0')),
    COALESCE(NULLIF(line_item_product_code, ''), 'unknown')
ORDER BY
    billing_period,
    unblended_cost DESC,
    service
