-- What does one file cost, by the bill's own kinds of charges?
SELECT
    :kind AS kind,
    COUNT(*) AS line_items,
    SUM(:cost) AS cost
FROM :relation
WHERE :partition
    AND "$path" = :file
GROUP BY 1
