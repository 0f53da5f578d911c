-- Question: Which snapshots are paid for in every one of these months?
-- Answers: backups that nobody deletes; ask for as many months as a backup should live
-- Columns:
--   account_id varchar     account of the snapshot
--   region varchar         e.g. eu-west-1
--   resource_id varchar    the snapshot
--   first_day date         its first day in these months
--   months bigint          that it is paid for
--   amortized_cost double  in these months
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 19 kB sealed, 6 MB of line items, in a month of a million
WITH sums AS (
    SELECT
        account_id,
        region,
        resource_id,
        MIN(first_day) AS first_day,
        MIN(billing_period) AS first_period,
        MAX(billing_period) AS last_period,
        COUNT(DISTINCT billing_period) AS months,
        SUM(amortized_cost) AS cost
    FROM resource_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND usage_type LIKE '%EBS:SnapshotUsage%'
    GROUP BY account_id, region, resource_id
),

placed AS (
    SELECT
        account_id,
        region,
        resource_id,
        first_day,
        months,
        cost,
        first_period = MIN(first_period) OVER () AND last_period = MAX(last_period) OVER () AS always
    FROM sums
)

SELECT
    account_id,
    region,
    resource_id,
    first_day,
    months,
    cost AS amortized_cost
FROM placed
WHERE always
ORDER BY cost DESC, account_id, region, resource_id
