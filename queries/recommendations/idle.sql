-- Question: What does AWS say is idle and can be stopped or deleted?
-- Answers: unattached volumes, idle instances, databases, load balancers and gateways
-- Columns:
--   account_id varchar         account of the resource
--   region varchar             e.g. eu-west-1
--   resource_type varchar      e.g. EbsVolume
--   resource_arn varchar       the resource
--   current_resource varchar   what it is
--   action varchar             Stop, Delete or ScaleIn
--   rollback_possible boolean  can it be undone?
--   monthly_savings double     estimate of a month, after discounts where AWS gives that
-- Parameters: none
-- Reads: recommendations
-- Scans: kilobytes
SELECT
    account_id,
    region,
    resource_type,
    resource_arn,
    current_resource,
    action,
    rollback_possible,
    monthly_savings
FROM recommendations
WHERE action IN ('Stop', 'Delete', 'ScaleIn')
ORDER BY monthly_savings DESC, account_id, region, resource_type, resource_arn
