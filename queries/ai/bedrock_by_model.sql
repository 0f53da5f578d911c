-- Question: What does each Bedrock model cost in each account?
-- Answers: who uses which model
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   account_id varchar         account of the usage
--   model varchar              as the bill calls it; Bedrock where it doesn't
--   unblended_cost double      as invoiced
--   net_amortized_cost double  after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 44 kB sealed, 12 MB of line items, in a month of a million
-- Usage types are region-model-token, with an endpoint (mantle), modality or tier beside the token (user guide
-- of Bedrock, Understanding your Cost and Usage Report data).
-- Models of other companies are Marketplace products whose name ends in (Amazon Bedrock Edition).
WITH charges AS (
    SELECT
        billing_period,
        account_id,
        service,
        REGEXP_EXTRACT(
            usage_type,
            '^([A-Z]{2,4}[0-9]*-)?(.*?)-?((mantle|text|speech)-)?(input|output|cache|Provisioned)',
            2
        ) AS named,
        unblended_cost,
        net_amortized_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND (service_code LIKE 'AmazonBedrock%' OR service LIKE '%(Amazon Bedrock Edition)')
),

models AS (
    SELECT
        billing_period,
        account_id,
        IF(
            service LIKE '%(Amazon Bedrock Edition)',
            TRIM(REPLACE(service, '(Amazon Bedrock Edition)', '')),
            COALESCE(NULLIF(named, ''), 'Bedrock')
        ) AS model,
        unblended_cost,
        net_amortized_cost
    FROM charges
)

SELECT
    billing_period,
    account_id,
    model,
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM models
GROUP BY billing_period, account_id, model
ORDER BY billing_period, net_amortized_cost DESC, account_id, model
