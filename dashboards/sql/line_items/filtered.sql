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
    AND ('*' IN (${account_id:sqlstring}) OR account_id IN (${account_id:sqlstring}))
    AND ('*' IN (${service_code:sqlstring}) OR service_code IN (${service_code:sqlstring}))
    AND ('*' IN (${region:sqlstring}) OR region IN (${region:sqlstring}))
    AND STRPOS(LOWER(usage_type), LOWER(${usage_type:sqlstring})) > 0
    AND STRPOS(LOWER(resource_id), LOWER(${resource:sqlstring})) > 0
    AND STRPOS(availability_zone, ${zone:sqlstring}) > 0
