-- Question: Which resources cost most, and whose are they by the tag Name?
-- Answers: whom to ask about the expensive ones; what is still untagged
-- Columns:
--   tag_value        value of the tag, empty for untagged
--   account_id       account of the resource
--   service          product code, e.g. AmazonEC2
--   resource_id      ARN or id as AWS reports it, empty for charges without one
--   unblended_cost   as invoiced, in the bill's currency; 0 for usage that a commitment covers
-- Parameters:
--   first billing period, e.g. '2018-10'
--   last billing period, e.g. '2018-11'
-- Reads: cur (year, month, resource_tags_user_name, line_item_usage_account_id,
--   line_item_product_code, line_item_resource_id, line_item_line_item_type, line_item_unblended_cost)
-- Scans: six columns of the chosen months, 10 MB per million line items
-- Legacy CUR has a column per activated tag: to group by another, name its resource_tags_user_… column.
-- What a Savings Plan covers is billed at the on-demand price on its resource, and taken off on a line
-- without one. Both are left out, so the total stays; what covered usage costs says spend/top_resources.
WITH charges AS (
    SELECT
        COALESCE(resource_tags_user_name, '') AS tag_value,
        COALESCE(line_item_usage_account_id, '') AS account_id,
        COALESCE(NULLIF(line_item_product_code, ''), 'unknown') AS service,
        COALESCE(line_item_resource_id, '') AS resource_id,
        IF(
            line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'SavingsPlanNegation'),
            0e0,
            line_item_unblended_cost
        ) AS unblended_cost
    FROM cur
    WHERE concat(year, '-', lpad(month, 2, '0')) BETWEEN ? AND ?
)

SELECT
    tag_value,
    account_id,
    service,
    resource_id,
    SUM(unblended_cost) AS unblended_cost
FROM charges
GROUP BY tag_value, account_id, service, resource_id
ORDER BY
    unblended_cost DESC,
    tag_value,
    account_id,
    service,
    resource_id
