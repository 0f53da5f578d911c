-- Question: How many tokens does Bedrock charge, how many come from the cache, and what does a million cost?
-- Answers: whether caching works; price drift by model
-- Columns:
--   billing_period varchar                 month of the bill, YYYY-MM
--   model varchar                          as the bill calls it
--   input_million double                   millions of tokens put in, those read from the cache apart
--   cached_million double                  millions of tokens read from the cache
--   output_million double                  millions of tokens that came out
--   cached_share double                    of what was put in, 0 to 1
--   net_amortized_cost double              of all tokens, writing the cache included
--   net_amortized_cost_per_million double  over all tokens
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 35 kB sealed, 16 MB of line items, in a month of a million
-- Usage types are region-model-token, with an endpoint (mantle), modality or tier beside the token (user guide
-- of Bedrock, Understanding your Cost and Usage Report data).
-- Amounts by unit: 1K tokens, 1M tokens; Units of Marketplace products are millions.
WITH tokens AS (
    SELECT
        billing_period,
        IF(
            service LIKE '%(Amazon Bedrock Edition)',
            TRIM(REPLACE(service, '(Amazon Bedrock Edition)', '')),
            COALESCE(
                NULLIF(
                    REGEXP_EXTRACT(
                        usage_type,
                        '^([A-Z]{2,4}[0-9]*-)?(.*?)-?((mantle|text|speech)-)?(input|output|cache)',
                        2
                    ),
                    ''
                ),
                'Bedrock'
            )
        ) AS model,
        CASE
            WHEN REGEXP_LIKE(LOWER(usage_type), 'cache-?_?read') THEN 'cached'
            WHEN REGEXP_LIKE(LOWER(usage_type), 'cache-?_?write') THEN 'written'
            WHEN LOWER(usage_type) LIKE '%output%' THEN 'output'
            ELSE 'input'
        END AS kind,
        usage_amount * CASE
            WHEN LOWER(usage_unit) LIKE '1k%' THEN 1e-3
            WHEN LOWER(usage_unit) = 'tokens' THEN 1e-6
            ELSE 1e0
        END AS millions,
        net_amortized_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND (service_code LIKE 'AmazonBedrock%' OR service LIKE '%(Amazon Bedrock Edition)')
        AND LOWER(usage_type) LIKE '%token%'
),

sums AS (
    SELECT
        billing_period,
        model,
        SUM(IF(kind IN ('input', 'written'), millions, 0e0)) AS input,
        SUM(IF(kind = 'cached', millions, 0e0)) AS cached,
        SUM(IF(kind = 'output', millions, 0e0)) AS output,
        SUM(net_amortized_cost) AS cost
    FROM tokens
    GROUP BY billing_period, model
)

SELECT
    billing_period,
    model,
    input AS input_million,
    cached AS cached_million,
    output AS output_million,
    cached / NULLIF(input + cached, 0e0) AS cached_share,
    cost AS net_amortized_cost,
    cost / NULLIF(input + cached + output, 0e0) AS net_amortized_cost_per_million
FROM sums
ORDER BY billing_period, cost DESC, model
