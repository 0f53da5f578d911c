-- Question: Which resources cost most, and whose are they by one tag?
-- Answers: whom to ask about the expensive ones; what is still untagged
-- Columns:
--   tag_value        value of the tag, empty for untagged
--   account_id       account of the resource
--   service          product code, e.g. AmazonEC2
--   resource_id      ARN or id as AWS reports it, empty for charges without one
--   unblended_cost   as invoiced, in the bill's currency
-- Parameters:
--   tag key as Data Exports writes it, e.g. 'user_team' for the tag team
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: cur2 (billing_period, resource_tags, line_item_usage_account_id, line_item_product_code,
--   line_item_resource_id, line_item_unblended_cost)
-- Scans: 6 MB in a month of a million line items, the map of tags among it
WITH charges AS (
    SELECT
        COALESCE(element_at(resource_tags, ?), '') AS tag_value,
        COALESCE(line_item_usage_account_id, '') AS account_id,
        COALESCE(NULLIF(line_item_product_code, ''), 'unknown') AS service,
        COALESCE(line_item_resource_id, '') AS resource_id,
        line_item_unblended_cost
    FROM cur2
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    tag_value,
    account_id,
    service,
    resource_id,
    SUM(line_item_unblended_cost) AS unblended_cost
FROM charges
GROUP BY tag_value, account_id, service, resource_id
ORDER BY
    unblended_cost DESC,
    tag_value,
    account_id,
    service,
    resource_id
