-- Question: Which tag keys does the bill know, and how much usage cost carries each?
-- Answers: what can be asked for; which key is the one that people keep
-- Columns:
--   tag_key varchar        as the other queries take it, e.g. user_team
--   tag_values bigint      different values
--   amortized_cost double  of usage that has a value for it; a line item counts for each of its keys
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs
-- Scans: 6 MB in a month of a million line items, the map of tags among it
SELECT
    tag.tag_key,
    COUNT(DISTINCT tag.tag_value) AS tag_values,
    SUM(costs.amortized_cost) AS amortized_cost
FROM costs
CROSS JOIN UNNEST(costs.tags) AS tag (tag_key, tag_value)
WHERE costs.billing_period BETWEEN ? AND ?
    AND costs.charge_type = 'Usage'
    AND tag.tag_value <> ''
GROUP BY tag.tag_key
ORDER BY amortized_cost DESC, tag.tag_key
