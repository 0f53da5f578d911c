-- Question: Which capacity reservations are paid for while nothing runs in them?
-- Answers: what to cancel or to make smaller; unused capacity costs what an instance does
-- Columns:
--   account_id varchar     account that owns the reservation
--   region varchar         e.g. eu-west-1
--   resource_id varchar    the capacity reservation
--   instance_type varchar  e.g. m5.large
--   last_unused_day date   its last day with unused capacity in these months
--   reserved_hours double  of instances, used and unused
--   unused_hours double    of instances
--   amortized_cost double  of these; commitments cover them, too
--   unused_share double    of reserved_hours, 0 to 1; NULL where the bill doesn't have them
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: resource_costs
-- Scans: 26 kB sealed, 11 MB of line items, in a month of a million
-- What runs in one costs as an instance, what doesn't is UnusedBox or UnusedDed (user guide of Data Exports,
-- On-Demand Capacity Reservations).
WITH hours AS (
    SELECT
        account_id,
        region,
        resource_id,
        REGEXP_EXTRACT(usage_type, ':(.+)$', 1) AS instance_type,
        last_day,
        usage_amount,
        amortized_cost,
        REGEXP_LIKE(usage_type, 'Unused(Box|Ded):') AS is_unused
    FROM resource_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND service_code = 'AmazonEC2'
        AND REGEXP_LIKE(usage_type, '(Unused(Box|Ded)|Reservation|DedicatedRes):')
)

SELECT
    account_id,
    region,
    resource_id,
    instance_type,
    MAX(IF(is_unused, last_day)) AS last_unused_day,
    SUM(IF(is_unused, 0e0, usage_amount)) AS reserved_hours,
    SUM(IF(is_unused, usage_amount, 0e0)) AS unused_hours,
    SUM(IF(is_unused, amortized_cost, 0e0)) AS amortized_cost,
    SUM(IF(is_unused, usage_amount, 0e0))
    / NULLIF(SUM(IF(is_unused, 0e0, usage_amount)), 0e0) AS unused_share
FROM hours
GROUP BY account_id, region, resource_id, instance_type
HAVING SUM(IF(is_unused, usage_amount, 0e0)) > 0e0
ORDER BY amortized_cost DESC, account_id, region, resource_id, instance_type
