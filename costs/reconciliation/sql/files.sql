-- How many rows does each file give, and what do they add up to?
SELECT
    "$path" AS file,
    COUNT(*) AS line_items,
    SUM(:cost) AS cost
FROM :relation
WHERE :partition
GROUP BY "$path"
