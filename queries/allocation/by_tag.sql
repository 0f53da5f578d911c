-- Question: What did each value of a tag cost, month by month?
-- Answers: showback by team, project or environment; the empty value is untagged
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   tag_value varchar          empty for untagged
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
        billing_period,
        COALESCE(element_at(tags, ?), '') AS tag_value,
        unblended_cost,
        amortized_cost,
        net_amortized_cost
    FROM costs
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    billing_period,
    tag_value,
    SUM(unblended_cost) AS unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM charges
GROUP BY billing_period, tag_value
ORDER BY billing_period, net_amortized_cost DESC, tag_value
