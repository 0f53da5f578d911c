-- Question: Which line item types does the cost language not know?
-- Answers: what AWS has invented since; it counts as Other, at unblended cost on every basis
-- Columns:
--   billing_period   month of the bill, YYYY-MM
--   line_item_type   as the bill has it, empty where there is none
--   service          product code, e.g. AmazonEC2
--   line_items       how many
--   unblended_cost   as invoiced, in the bill's currency
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs_cur2 (billing_period, charge_type, line_item_type, service_code, unblended_cost)
-- Scans: 5 MB in a month of a million line items
-- Nothing is what it should answer. docs/cost-language.md has the rules of all that are known.
SELECT
    billing_period,
    line_item_type,
    service_code AS service,
    COUNT(*) AS line_items,
    SUM(unblended_cost) AS unblended_cost
FROM costs_cur2
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Other'
GROUP BY
    billing_period,
    line_item_type,
    service_code
ORDER BY
    billing_period,
    unblended_cost DESC,
    line_item_type,
    service
