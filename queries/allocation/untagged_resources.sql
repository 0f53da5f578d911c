-- Question: Which resources without a tag cost most?
-- Answers: what to tag first
-- Columns:
--   account_id varchar     account of the resource
--   service_code varchar   e.g. AmazonEC2
--   resource_id varchar    ARN or id as AWS reports it
--   last_day date          the last day without the tag
--   amortized_cost double  of its untagged usage
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
--   tag key, e.g. 'user_team' for the tag team
-- Reads: costs
-- Scans: 7 MB in a month of a million line items, ids and the map of tags among it
-- Reads line items, which know every tag. One of the setting query.tags is also a column of resource_costs.
SELECT
    account_id,
    service_code,
    resource_id,
    MAX(day) AS last_day,
    SUM(amortized_cost) AS amortized_cost
FROM costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND resource_id <> ''
    AND COALESCE(element_at(tags, ?), '') = ''
GROUP BY account_id, service_code, resource_id
ORDER BY amortized_cost DESC, account_id, service_code, resource_id
LIMIT 100
