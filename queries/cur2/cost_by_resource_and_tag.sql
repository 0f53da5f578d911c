-- Question: Which resources cost most, and whose are they by one tag?
-- Answers: whom to ask about the expensive ones; what is still untagged
-- Columns:
--   tag_value        value of the tag, empty for untagged
--   account_id       account of the resource
--   service          product code, e.g. AmazonEC2
--   resource_id      ARN or id as AWS reports it, empty for charges without one
--   amortized_cost   prepaid fees spread over the usage they cover
--   unblended_cost   as invoiced, in the bill's currency; 0 for usage that a commitment covers
-- Parameters:
--   tag key as Data Exports writes it, e.g. 'user_team' for the tag team
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs_cur2 (billing_period, tags, account_id, service_code, resource_id, line_item_type,
--   amortized_cost, unblended_cost)
-- Scans: 15 MB in a month of a million line items, the map of tags among it
-- What a Savings Plan covers is billed at the on-demand price on its resource, and taken off on a line
-- without one. Both are left out of unblended_cost, whose total stays the bill's.
WITH charges AS (
    SELECT
        COALESCE(element_at(tags, ?), '') AS tag_value,
        account_id,
        COALESCE(NULLIF(service_code, ''), 'unknown') AS service,
        resource_id,
        amortized_cost,
        IF(
            line_item_type IN ('SavingsPlanCoveredUsage', 'SavingsPlanNegation'), 0e0, unblended_cost
        ) AS unblended_cost
    FROM costs_cur2
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    tag_value,
    account_id,
    service,
    resource_id,
    SUM(amortized_cost) AS amortized_cost,
    SUM(unblended_cost) AS unblended_cost
FROM charges
GROUP BY tag_value, account_id, service, resource_id
ORDER BY
    amortized_cost DESC,
    tag_value,
    account_id,
    service,
    resource_id
