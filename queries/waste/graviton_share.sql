-- Question: How much of the compute runs on Graviton, and how much more could?
-- Answers: which service to move next
-- Columns:
--   billing_period varchar          month of the bill, YYYY-MM
--   service_code varchar            e.g. AmazonEC2
--   graviton_amortized_cost double  on Graviton
--   movable_amortized_cost double   on another processor, of a kind that there is on Graviton, too
--   other_amortized_cost double     of a kind that there isn't: Windows, SQL Server, Oracle, GPUs …
--   graviton_share double           of the first two, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 30 kB sealed, 5 MB of line items, in a month of a million
-- The bill knows instance families, operating systems and engines, not whether what runs there was ever built
-- for Arm: movable is the most that could be. Graviton's families have a g after their generation, as m7g; the
-- user guide of EC2, AMI billing information fields, has the operations. Fargate of EKS runs on x86 only.
WITH compute AS (
    SELECT
        billing_period,
        service_code,
        usage_type,
        operation,
        COALESCE(
            REGEXP_EXTRACT(usage_type, ':(db\.|cache\.)?([a-z0-9-]+)\.', 2), ''
        ) AS family,
        amortized_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND service_code IN (
            'AmazonEC2', 'AmazonRDS', 'AmazonDocDB', 'AmazonNeptune', 'AmazonElastiCache',
            'AmazonMemoryDB', 'AmazonES', 'AWSLambda', 'AmazonECS', 'AmazonEKS'
        )
        AND (
            REGEXP_LIKE(usage_type, '(Box|Spot|Dedicated|Node)Usage:|ESInstance:')
            OR REGEXP_LIKE(usage_type, '(Instance|Mirror|Multi-AZ[A-Za-z]*)Usage[A-Za-z]*:')
            OR REGEXP_LIKE(usage_type, 'Lambda-(GB-Second|Provisioned-)|Fargate-')
        )
),

told AS (
    SELECT
        billing_period,
        service_code,
        amortized_cost,
        CASE
            WHEN REGEXP_LIKE(family, '^(a1|[a-z]+[0-9]+g[a-z]*)$') THEN 'graviton'
            WHEN REGEXP_LIKE(usage_type, '(Lambda.*-ARM$|Fargate-ARM-)') THEN 'graviton'
            WHEN service_code = 'AWSLambda' THEN 'movable'
            WHEN service_code = 'AmazonECS' AND REGEXP_LIKE(usage_type, 'Fargate-(vCPU|GB)-')
                THEN 'movable'
            WHEN service_code = 'AmazonEC2' AND NOT REGEXP_LIKE(
                operation, '^RunInstances(:(00g0|0010|1010|000g|0g00))?(:SV[0-9]+)?$'
            ) THEN 'other'
            WHEN service_code = 'AmazonRDS'
                AND NOT REGEXP_LIKE(operation, ':(0002|0014|0016|0018|0021)$') THEN 'other'
            WHEN service_code = 'AmazonES' AND family LIKE 't%' THEN 'other'
            WHEN REGEXP_LIKE(family, '^[tmcrix][0-9]') THEN 'movable'
            ELSE 'other'
        END AS kind
    FROM compute
)

SELECT
    billing_period,
    service_code,
    SUM(IF(kind = 'graviton', amortized_cost, 0e0)) AS graviton_amortized_cost,
    SUM(IF(kind = 'movable', amortized_cost, 0e0)) AS movable_amortized_cost,
    SUM(IF(kind = 'other', amortized_cost, 0e0)) AS other_amortized_cost,
    SUM(IF(kind = 'graviton', amortized_cost, 0e0))
    / NULLIF(SUM(IF(kind IN ('graviton', 'movable'), amortized_cost, 0e0)), 0e0) AS graviton_share
FROM told
GROUP BY billing_period, service_code
ORDER BY billing_period, movable_amortized_cost DESC, service_code
