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
-- What could be covered: instances of EC2, Fargate and Lambda; nodes and instances of databases, caches,
-- search and SageMaker. EMR names its own fee after EC2's instances; that and Spot can't be covered.
WITH eligible AS (
    SELECT
        billing_period,
        service_code,
        purchase_option,
        public_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND line_item_type <> 'SavingsPlanNegation'
        AND purchase_option <> 'Spot'
        AND (
            (
                service_code = 'AmazonEC2'
                AND REGEXP_LIKE(usage_type, '(Box|Dedicated|Host)Usage')
            )
            OR usage_type LIKE '%Fargate%'
            OR usage_type LIKE '%Lambda-GB-Second%'
            OR usage_type LIKE '%InstanceUsage%'
            OR usage_type LIKE '%Multi-AZ%Usage:%'
            OR usage_type LIKE '%NodeUsage%'
            OR usage_type LIKE '%ESInstance%'
            OR usage_type LIKE '%:ml.%'
            OR (service_code = 'AmazonRedshift' AND usage_type LIKE '%Node:%')
            OR purchase_option IN ('Savings Plan', 'Reserved')
        )
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
