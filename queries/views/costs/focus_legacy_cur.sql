-- Question: What does each line item cost, on every cost basis?
-- Answers: who spent what, where and on what; FOCUS, and legacy CUR for earlier months
-- Columns: those of costs_cur2
-- Reads: costs_focus, costs_legacy, focus
-- Scans: as costs_cur2; twice that for a month that both have
-- No month counts twice: one that a payer has in FOCUS is never taken from legacy CUR.
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
FROM costs_focus
UNION ALL
SELECT
    legacy.billing_period,
    legacy.day,
    legacy.payer_account_id,
    legacy.account_id,
    legacy.account_name,
    legacy.service_code,
    legacy.service,
    legacy.region,
    legacy.availability_zone,
    legacy.usage_type,
    legacy.operation,
    legacy.resource_id,
    legacy.charge_type,
    legacy.line_item_type,
    legacy.purchase_option,
    legacy.commitment_arn,
    legacy.usage_amount,
    legacy.usage_unit,
    legacy.unblended_cost,
    legacy.net_unblended_cost,
    legacy.amortized_cost,
    legacy.net_amortized_cost,
    legacy.public_cost,
    legacy.currency,
    legacy.invoice_id,
    legacy.seller,
    legacy.tags,
    legacy.cost_categories
FROM costs_legacy AS legacy
LEFT JOIN (
    SELECT DISTINCT
        billing_period,
        billingaccountid AS payer_account_id
    FROM focus
) AS newer
    ON legacy.billing_period = newer.billing_period
    AND legacy.payer_account_id = newer.payer_account_id
WHERE newer.billing_period IS NULL
