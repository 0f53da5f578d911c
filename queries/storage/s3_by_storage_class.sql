-- Question: What does S3 store in which storage class, and what does that cost?
-- Answers: what still lies in Standard
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   storage_class varchar   as usage types name it; Standard for TimedStorage-ByteHrs
--   gigabyte_months double  stored, or billed as if: small objects count as 128 kB
--   amortized_cost double   of storage alone
--   public_cost double      at public prices
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 57 kB sealed, 15 MB of line items, in a month of a million
WITH stored AS (
    SELECT
        billing_period,
        COALESCE(
            NULLIF(
                REGEXP_EXTRACT(
                    usage_type, 'TimedStorage-([A-Za-z-]+?)-?(?:ByteHrs|SmObjects|Staging)', 1
                ),
                ''
            ),
            'Standard'
        ) AS storage_class,
        usage_amount,
        amortized_cost,
        public_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND service_code = 'AmazonS3'
        AND usage_type LIKE '%TimedStorage%'
)

SELECT
    billing_period,
    storage_class,
    SUM(usage_amount) AS gigabyte_months,
    SUM(amortized_cost) AS amortized_cost,
    SUM(public_cost) AS public_cost
FROM stored
GROUP BY billing_period, storage_class
ORDER BY billing_period, amortized_cost DESC, storage_class
