-- Question: What does each tag value cost with its share of what nobody is tagged for?
-- Answers: a bill for every team that adds up to the whole: shared cost in proportion to own cost
-- Columns:
--   billing_period varchar            month of the bill, YYYY-MM
--   tag_value varchar                 empty only in a month where nothing is tagged
--   own_net_amortized_cost double     tagged
--   shared_net_amortized_cost double  its share of the untagged, tax, fees and credits among it
--   net_amortized_cost double         both
-- Parameters:
--   tag key, e.g. 'user_team' for the tag team
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs
-- Scans: 12 MB in a month of a million line items, the map of tags among it
-- Reads line items, which know every tag. One of the setting query.tags is also a column of daily_costs,
-- which answers the same of far less: tag_user_team.
WITH charges AS (
    SELECT
        billing_period,
        COALESCE(element_at(tags, ?), '') AS tag_value,
        net_amortized_cost
    FROM costs
    WHERE billing_period BETWEEN ? AND ?
),

sums AS (
    SELECT
        billing_period,
        tag_value,
        SUM(net_amortized_cost) AS cost
    FROM charges
    GROUP BY billing_period, tag_value
),

placed AS (
    SELECT
        billing_period,
        tag_value,
        cost,
        SUM(IF(tag_value = '', cost, 0e0)) OVER (PARTITION BY billing_period) AS shared,
        NULLIF(
            SUM(IF(tag_value <> '', cost, 0e0)) OVER (PARTITION BY billing_period), 0e0
        ) AS tagged
    FROM sums
)

SELECT
    billing_period,
    tag_value,
    IF(tag_value = '', 0e0, cost) AS own_net_amortized_cost,
    IF(tagged IS NULL, IF(tag_value = '', shared, 0e0), shared * cost / tagged)
        AS shared_net_amortized_cost,
    IF(tag_value = '', 0e0, cost)
    + IF(tagged IS NULL, IF(tag_value = '', shared, 0e0), shared * cost / tagged)
        AS net_amortized_cost
FROM placed
WHERE tag_value <> '' OR tagged IS NULL
ORDER BY billing_period, net_amortized_cost DESC, tag_value
