-- Question: Which line items are looked at?
-- Answers: those of the months of the range that the filters leave
-- Reads: costs
SELECT
    day,
    account_id,
    service_code,
    region,
    availability_zone,
    usage_type,
    operation,
    resource_id,
    charge_type,
    purchase_option,
    usage_amount,
    usage_unit,
    COALESCE(element_at(tags, ${tag:sqlstring}), '') AS tag_value,
    ${measure:raw} AS cost
FROM costs
WHERE
    billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
    --each account_id service_code region: AND ('*' IN (${:column:sqlstring}) OR :column IN (${:column:sqlstring}))
    AND STRPOS(LOWER(usage_type), LOWER(${usage_type:sqlstring})) > 0
    AND STRPOS(LOWER(resource_id), LOWER(${resource:sqlstring})) > 0
    AND STRPOS(availability_zone, ${zone:sqlstring}) > 0
