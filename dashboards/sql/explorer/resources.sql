-- Question: Which resources cost most?
-- Answers: what to look at first; click one for its line items
-- Reads: resource_costs
WITH sums AS (
    SELECT
        account_id,
        service_code,
        region,
        resource_id,
        MIN(first_day) AS first_day,
        MAX(last_day) AS last_day,
        SUM(${measure:raw}) AS cost
    FROM (
        SELECT
            payer_account_id,
            account_id,
            account_name,
            service_code,
            service,
            region,
            resource_id,
            usage_type,
            charge_type,
            purchase_option,
            --tag :column,
            first_day,
            last_day,
            unblended_cost,
            net_unblended_cost,
            amortized_cost,
            net_amortized_cost,
            public_cost,
            --include explorer/category
            AS category
        FROM resource_costs
        WHERE
            billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
            AND resource_id <> ''
            AND STRPOS(LOWER(resource_id), LOWER(${resource:sqlstring})) > 0
    ) AS placed
    WHERE
        --include explorer/filters
    GROUP BY account_id, service_code, region, resource_id
)

SELECT
    account_id,
    service_code,
    region,
    resource_id,
    first_day,
    last_day,
    cost AS ${measure:raw}
FROM sums
ORDER BY cost DESC, account_id, service_code, region, resource_id
LIMIT 500
