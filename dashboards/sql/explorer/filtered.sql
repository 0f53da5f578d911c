-- Question: Which costs are looked at?
-- Answers: those of the months of the range that the filters leave
-- Reads: daily_costs
SELECT
    billing_period,
    day,
    payer_account_id,
    account_id,
    account_name,
    service_code,
    service,
    region,
    category,
    usage_type,
    charge_type,
    line_item_type,
    purchase_option,
    commitment_arn,
    --tag :column,
    unblended_cost,
    net_unblended_cost,
    amortized_cost,
    net_amortized_cost,
    public_cost
FROM (
    SELECT
        billing_period,
        day,
        payer_account_id,
        account_id,
        account_name,
        service_code,
        service,
        region,
        usage_type,
        charge_type,
        line_item_type,
        purchase_option,
        commitment_arn,
        --tag :column,
        unblended_cost,
        net_unblended_cost,
        amortized_cost,
        net_amortized_cost,
        public_cost,
        --include explorer/category
        AS category
    FROM daily_costs
    WHERE
        billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
        AND ('${days:raw}' = 'months' OR $__dateFilter(day))
) AS placed
WHERE
    --include explorer/filters
