-- Question: Which usage still runs on instances of a previous generation?
-- Answers: newer ones do the same for less
-- Columns:
--   account_id varchar     account of the usage
--   service_code varchar   e.g. AmazonEC2
--   region varchar         e.g. eu-west-1
--   instance_type varchar  e.g. m4.large
--   hours double           instance hours
--   amortized_cost double  prepaid fees spread over the usage they cover
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 44 kB sealed, 11 MB of line items, in a month of a million
WITH instances AS (
    SELECT
        account_id,
        service_code,
        region,
        REGEXP_EXTRACT(
            usage_type,
            '(BoxUsage|SpotUsage|DedicatedUsage|InstanceUsage|Multi-AZUsage|NodeUsage):(.+)$',
            2
        ) AS instance_type,
        usage_amount,
        amortized_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ? AND charge_type = 'Usage'
)

SELECT
    account_id,
    service_code,
    region,
    instance_type,
    SUM(usage_amount) AS hours,
    SUM(amortized_cost) AS amortized_cost
FROM instances
WHERE REGEXP_LIKE(
    instance_type, '^((db|cache)\.)?(m[1-4]|c[1-4]|cc2|cr1|r[34]|t[12]|i2|d2|g[23]|p2|hs1)\.'
)
GROUP BY account_id, service_code, region, instance_type
ORDER BY amortized_cost DESC, account_id, service_code, region, instance_type
