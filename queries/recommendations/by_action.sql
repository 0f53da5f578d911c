-- Question: What would following AWS's recommendations save, by action?
-- Answers: which kind of work pays most
-- Columns:
--   resource_type varchar   e.g. Ec2Instance, EbsVolume, ComputeSavingsPlans
--   action varchar          e.g. Rightsize, Stop, Delete, PurchaseSavingsPlans
--   effort varchar          VeryLow to VeryHigh
--   recommendations bigint  resources
--   monthly_savings double  estimate of a month, after discounts where AWS gives that
--   currency varchar        of the savings
-- Parameters: none
-- Reads: recommendations
-- Scans: kilobytes
-- The newest snapshot, the best for each resource and of the purchases for the same usage: savings add up,
-- apart from commitments, which overlap with what is stopped.
SELECT
    resource_type,
    action,
    effort,
    COUNT(*) AS recommendations,
    SUM(monthly_savings) AS monthly_savings,
    currency
FROM recommendations
GROUP BY resource_type, action, effort, currency
ORDER BY monthly_savings DESC, resource_type, action, effort, currency
