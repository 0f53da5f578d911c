-- Question: How much of what a commitment could cover is covered?
-- Answers: whether to buy more; Savings Plans and reservations beside on-demand usage
-- Columns:
--   billing_period varchar           month of the bill, YYYY-MM
--   service_code varchar             services that have Savings Plans or reservations
--   savings_plan_public_cost double  covered by Savings Plans, at public prices
--   reserved_public_cost double      covered by reservations, at public prices
--   on_demand_public_cost double     not covered, at public prices
--   coverage double                  covered share, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 20 kB sealed, 10 MB of line items, in a month of a million
-- What could be covered: what a commitment covers in these months, and by name what AWS sells one for:
-- instances of EC2, capacity reserved there and unused, Fargate, Lambda; nodes and instances of databases, caches,
-- search and SageMaker; and what databases bill without an instance, by the rates of Database Savings Plans
-- (its API's SavingsPlanOfferingRate).
-- EMR names its own fee after EC2's instances; that and Spot can't be covered.
WITH usage AS (
    SELECT
        billing_period,
        service_code,
        usage_type,
        purchase_option,
        public_cost,
        MAX(IF(purchase_option IN ('Savings Plan', 'Reserved'), 1, 0)) OVER (
            PARTITION BY service_code, usage_type
        ) = 1 AS is_covered_somewhere
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND line_item_type <> 'SavingsPlanNegation'
        AND purchase_option <> 'Spot'
),

eligible AS (
    SELECT
        billing_period,
        service_code,
        purchase_option,
        public_cost
    FROM usage
    WHERE is_covered_somewhere
        OR (
            service_code = 'AmazonEC2'
            AND REGEXP_LIKE(usage_type, '(Box|Dedicated|Host)Usage|Unused(Box|Ded)')
        )
        OR REGEXP_LIKE(usage_type, 'Fargate|Lambda-(GB-Second|Provisioned-)|:ml[.]')
        OR REGEXP_LIKE(usage_type, '(Instance|Mirror|Node)Usage|Multi-AZ[A-Za-z]*Usage|ESInstance')
        OR (service_code = 'AmazonRedshift' AND usage_type LIKE '%Node:%')
        OR REGEXP_LIKE(usage_type, '(DocumentDB|Neptune|Redshift):Serverless|:Valkey$')
        OR REGEXP_LIKE(usage_type, 'Aurora:(ServerlessV2|IO-OptimizedLimitless|Limitless)')
        OR (
            service_code IN ('AmazonDynamoDB', 'AmazonMCS')
            AND REGEXP_LIKE(usage_type, '(Read|Write)(RequestUnits|CapacityUnit-Hrs)$')
        )
        OR (service_code = 'AWSDatabaseMigrationSvc' AND REGEXP_LIKE(usage_type, 'Usg:'))
        OR (service_code = 'AuroraDSQL' AND usage_type LIKE '%DPU%')
),

sums AS (
    SELECT
        billing_period,
        service_code,
        SUM(IF(purchase_option = 'Savings Plan', public_cost, 0e0)) AS planned,
        SUM(IF(purchase_option = 'Reserved', public_cost, 0e0)) AS reserved,
        SUM(IF(purchase_option = 'On-Demand', public_cost, 0e0)) AS on_demand
    FROM eligible
    GROUP BY billing_period, service_code
)

SELECT
    billing_period,
    service_code,
    planned AS savings_plan_public_cost,
    reserved AS reserved_public_cost,
    on_demand AS on_demand_public_cost,
    (planned + reserved) / NULLIF(planned + reserved + on_demand, 0e0) AS coverage
FROM sums
ORDER BY billing_period, on_demand_public_cost DESC, service_code
