-- Question: Which usage has another price per unit than in the month in which it was used before?
-- Answers: price changes, and lost free tiers or discounts, apart from using more
-- Columns:
--   billing_period varchar                the later month, YYYY-MM
--   service_code varchar                  e.g. AmazonEC2
--   region varchar                        e.g. eu-west-1
--   usage_type varchar                    e.g. EU-BoxUsage:m5.large
--   operation varchar                     e.g. RunInstances
--   usage_unit varchar                    e.g. Hrs
--   previous_public_cost_per_unit double  public cost of the last such month over its amount
--   public_cost_per_unit double           the same of the month
--   public_cost_effect double             what the change costs at the month's amount
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
--   smallest relative change to be shown, e.g. 0.005
-- Reads: daily_costs
-- Scans: 36 kB sealed, 14 MB of line items, in a month of a million
-- Costs over amounts, never the bill's unit prices: these are NULL, tiered or of another unit.
WITH sums AS (
    SELECT
        billing_period,
        service_code,
        region,
        usage_type,
        operation,
        usage_unit,
        SUM(public_cost) AS cost,
        SUM(usage_amount) AS amount
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ? AND charge_type = 'Usage'
    GROUP BY billing_period, service_code, region, usage_type, operation, usage_unit
    HAVING SUM(usage_amount) > 0e0 AND SUM(public_cost) > 0e0
),

prices AS (
    SELECT
        billing_period,
        service_code,
        region,
        usage_type,
        operation,
        usage_unit,
        amount,
        cost / amount AS price,
        LAG(cost / amount) OVER (
            PARTITION BY service_code, region, usage_type, operation, usage_unit
            ORDER BY billing_period
        ) AS previous_price
    FROM sums
)

SELECT
    billing_period,
    service_code,
    region,
    usage_type,
    operation,
    usage_unit,
    previous_price AS previous_public_cost_per_unit,
    price AS public_cost_per_unit,
    (price - previous_price) * amount AS public_cost_effect
FROM prices
WHERE ABS(price - previous_price) > previous_price * CAST(? AS double)
ORDER BY
    billing_period,
    ABS((price - previous_price) * amount) DESC,
    service_code,
    region,
    usage_type,
    operation,
    usage_unit
