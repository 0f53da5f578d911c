-- Question: What is each day of each resource made of?
-- Answers: the line items of a bill by day, usage type and operation
-- Reads: costs
WITH filtered AS (
    --include line_items/filtered
)

SELECT
    day,
    account_id,
    service_code,
    availability_zone,
    resource_id,
    usage_type,
    operation,
    charge_type,
    purchase_option,
    usage_unit,
    SUM(usage_amount) AS usage_amount,
    SUM(cost) AS ${measure:raw}
FROM filtered
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ORDER BY SUM(cost) DESC, day, resource_id, usage_type
LIMIT 1000
