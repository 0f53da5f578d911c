-- Question: What does each value of a tag cost?
-- Answers: any tag of the bill, also one that is no column of the sealed months
-- Reads: costs
WITH filtered AS (
    --include line_items/filtered
)

SELECT
    tag_value,
    SUM(cost) AS ${measure:raw}
FROM filtered
GROUP BY tag_value
ORDER BY SUM(cost) DESC, tag_value
LIMIT 1000
