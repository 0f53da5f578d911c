-- Question: What does each line item cost, on every cost basis?
-- Answers: who spent what, where and on what; this environment's only cost dataset is legacy CUR
-- Columns: those of costs_cur2
-- Reads: costs_legacy
-- Scans: as costs_cur2
SELECT
    billing_period,
    day,
    payer_account_id,
    account_id,
    account_name,
    service_code,
    service,
    region,
    availability_zone,
    usage_type,
    operation,
    resource_id,
    charge_type,
    line_item_type,
    purchase_option,
    commitment_arn,
    usage_amount,
    usage_unit,
    unblended_cost,
    net_unblended_cost,
    amortized_cost,
    net_amortized_cost,
    public_cost,
    currency,
    invoice_id,
    seller,
    tags,
    cost_categories
FROM costs_legacy
