-- Question: Which recommendations save most?
-- Answers: what to do next, what it interrupts and whether it can be undone
-- Columns:
--   account_id varchar            account of the resource
--   region varchar                e.g. eu-west-1
--   resource_type varchar         e.g. Ec2Instance
--   resource_arn varchar          empty for a purchase
--   current_resource varchar      what it is now
--   recommended_resource varchar  what it should become
--   action varchar                e.g. Rightsize
--   effort varchar                VeryLow to VeryHigh
--   restart_needed boolean        does the change interrupt it?
--   rollback_possible boolean     can it be undone?
--   monthly_savings double        estimate of a month, after discounts where AWS gives that
--   share_of_savings double       of all recommendations, 0 to 1
--   last_day date                 of the days that AWS looked at
-- Parameters: none
-- Reads: recommendations
-- Scans: kilobytes
SELECT
    account_id,
    region,
    resource_type,
    resource_arn,
    current_resource,
    recommended_resource,
    action,
    effort,
    restart_needed,
    rollback_possible,
    monthly_savings,
    monthly_savings / NULLIF(SUM(monthly_savings) OVER (), 0e0) AS share_of_savings,
    snapshot AS last_day
FROM recommendations
ORDER BY monthly_savings DESC, account_id, region, resource_type, resource_arn, action
LIMIT 100
