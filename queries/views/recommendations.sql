-- Question: What does AWS recommend now, once for each resource and for what a commitment would cover?
-- Answers: what to change first, what it saves a month, how much work it is
-- Columns:
--   snapshot date                     day of the recommendations; they are renewed daily
--   payer_account_id varchar          account whose export has them
--   account_id varchar                account of the resource
--   region varchar                    e.g. eu-west-1
--   resource_type varchar             e.g. Ec2Instance, EbsVolume, ComputeSavingsPlans
--   resource_arn varchar              empty for a purchase
--   current_resource varchar          what it is now
--   recommended_resource varchar      what it should become
--   action varchar                    e.g. Rightsize, Stop, Upgrade, PurchaseSavingsPlans
--   effort varchar                    VeryLow to VeryHigh
--   restart_needed boolean            does the change interrupt it?
--   rollback_possible boolean         can the change be undone?
--   monthly_cost double               estimate before the change, after discounts where AWS gives that
--   monthly_savings double            estimate of what the change saves, likewise
--   savings_percentage double         of monthly_cost, 0 to 100
--   currency varchar                  of cost and savings, e.g. USD
--   lookback_days integer             days of usage that AWS looked at
--   recommendation_id varchar         AWS's id, another one every day
--   source varchar                    CostExplorer or ComputeOptimizer
--   tags map(varchar, varchar)        resource tags by key
-- Reads: coh
-- Scans: the newest snapshot of each payer, kilobytes
-- Every day is a full snapshot, and several recommendations for a resource exclude each other: only
-- the best of the newest snapshot is here, so that savings can be added. Purchases for the same usage of an
-- account do so, too: of Compute Savings Plans, EC2 Instance Savings Plans and reserved instances those stay
-- that save most together, and so of Database Savings Plans and reservations for databases. A purchase still
-- counts usage that another recommendation stops or makes smaller.
WITH newest AS (
    SELECT
        source_account_id,
        MAX("date") AS snapshot
    FROM coh
    GROUP BY source_account_id
),

ranked AS (
    SELECT
        coh."date" AS snapshot,
        coh.source_account_id,
        COALESCE(coh.account_id, CAST('' AS varchar)) AS account_id,
        coh.region,
        COALESCE(
            NULLIF(coh.current_resource_type, ''),
            coh.recommended_resource_type,
            CAST('' AS varchar)
        ) AS resource_type,
        coh.resource_arn,
        coh.current_resource_summary,
        coh.recommended_resource_summary,
        coh.action_type,
        coh.implementation_effort,
        coh.restart_needed,
        coh.rollback_possible,
        COALESCE(
            coh.estimated_monthly_cost_after_discount,
            coh.estimated_monthly_cost_before_discount,
            0e0
        ) AS monthly_cost,
        COALESCE(
            coh.estimated_monthly_savings_after_discount,
            coh.estimated_monthly_savings_before_discount,
            0e0
        ) AS monthly_savings,
        COALESCE(
            coh.estimated_savings_percentage_after_discount,
            coh.estimated_savings_percentage_before_discount,
            0e0
        ) AS savings_percentage,
        coh.currency_code,
        coh.recommendation_lookback_period_in_days,
        coh.recommendation_id,
        coh.recommendation_source,
        coh.tags,
        ROW_NUMBER() OVER (
            PARTITION BY
                coh.source_account_id,
                COALESCE(NULLIF(coh.resource_arn, ''), coh.recommendation_id)
            ORDER BY
                COALESCE(
                    coh.estimated_monthly_savings_after_discount,
                    coh.estimated_monthly_savings_before_discount,
                    0e0
                ) DESC,
                coh.recommendation_id
        ) AS place
    FROM coh
    INNER JOIN newest
        ON coh.source_account_id = newest.source_account_id
        AND coh."date" = newest.snapshot
),

-- What a purchase would cover; other types stand alone.
covering AS (
    SELECT
        source_account_id,
        account_id,
        resource_type,
        CAST(
            CASE
                WHEN resource_type IN (
                    'ComputeSavingsPlans', 'Ec2InstanceSavingsPlans', 'Ec2ReservedInstances'
                ) THEN 'compute'
                WHEN resource_type IN (
                    'DatabaseSavingsPlans',
                    'RdsReservedInstances',
                    'ElastiCacheReservedInstances',
                    'MemoryDbReservedInstances',
                    'DynamoDbReservedCapacity'
                ) THEN 'databases'
                ELSE resource_type
            END AS varchar
        ) AS covered,
        -- Reservations of several services go together, a Savings Plan stands against all of them.
        CAST(
            IF(resource_type LIKE '%SavingsPlans', resource_type, 'Reserved') AS varchar
        ) AS purchase,
        SUM(monthly_savings) AS monthly_savings
    FROM ranked
    WHERE place = 1
    GROUP BY source_account_id, account_id, resource_type
),

weighed AS (
    SELECT
        source_account_id,
        account_id,
        resource_type,
        covered,
        purchase,
        SUM(monthly_savings) OVER (
            PARTITION BY source_account_id, account_id, covered, purchase
        ) AS monthly_savings
    FROM covering
),

chosen AS (
    SELECT
        source_account_id,
        account_id,
        resource_type,
        RANK() OVER (
            PARTITION BY source_account_id, account_id, covered
            ORDER BY monthly_savings DESC, purchase
        ) AS place
    FROM weighed
)

SELECT
    CAST(ranked.snapshot AS date) AS snapshot,
    ranked.source_account_id AS payer_account_id,
    ranked.account_id,
    COALESCE(ranked.region, CAST('' AS varchar)) AS region,
    ranked.resource_type,
    COALESCE(ranked.resource_arn, CAST('' AS varchar)) AS resource_arn,
    COALESCE(ranked.current_resource_summary, CAST('' AS varchar)) AS current_resource,
    COALESCE(ranked.recommended_resource_summary, CAST('' AS varchar)) AS recommended_resource,
    COALESCE(ranked.action_type, CAST('' AS varchar)) AS action,
    COALESCE(ranked.implementation_effort, CAST('' AS varchar)) AS effort,
    ranked.restart_needed,
    ranked.rollback_possible,
    ranked.monthly_cost,
    ranked.monthly_savings,
    ranked.savings_percentage,
    COALESCE(ranked.currency_code, CAST('' AS varchar)) AS currency,
    ranked.recommendation_lookback_period_in_days AS lookback_days,
    COALESCE(ranked.recommendation_id, CAST('' AS varchar)) AS recommendation_id,
    COALESCE(ranked.recommendation_source, CAST('' AS varchar)) AS source,
    COALESCE(ranked.tags, CAST(MAP() AS map(varchar, varchar))) AS tags
FROM ranked
INNER JOIN chosen
    ON ranked.source_account_id = chosen.source_account_id
    AND ranked.account_id = chosen.account_id
    AND ranked.resource_type = chosen.resource_type
WHERE ranked.place = 1 AND chosen.place = 1
