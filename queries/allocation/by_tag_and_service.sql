-- Question: What did each value of a tag spend on which service?
-- Answers: what a team's bill consists of
-- Columns:
--   tag_value varchar          empty for untagged
--   service_code varchar       e.g. AmazonEC2
--   unblended_cost double      as invoiced, whose parts by tag mean little
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   tag key, e.g. 'user_team' for the tag team
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs
-- Scans: 12 MB in a month of a million line items, the map of tags among it
-- Reads line items, which know every tag. One of the setting query.tags is also a column of daily_costs,
-- which answers the same of far less: tag_user_team.
-- Show a team its net_amortized_cost. What takes money off has no tags: usage that a Savings Plan covers has
-- its on-demand price in unblended_cost, and the untagged value the negation; a private discount's line item
-- is untagged in unblended_cost and amortized_cost. Only net_amortized_cost has both where they belong.
WITH charges AS (
    SELECT
        COALESCE(element_at(tags, ?), '') AS tag_value,
        service_code,
        unblended_cost,
        amortized_cost,
        net_amortized_cost
    FROM costs
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    tag_value,
    service_code,
    SUM(unblended_cost) AS unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM charges
GROUP BY tag_value, service_code
ORDER BY tag_value, net_amortized_cost DESC, service_code
