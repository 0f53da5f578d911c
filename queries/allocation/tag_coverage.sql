-- Question: How much of each account's usage cost carries a tag?
-- Answers: how far showback reaches, and who has to tag
-- Columns:
--   billing_period varchar        month of the bill, YYYY-MM
--   account_id varchar            account that used the service
--   amortized_cost double         of usage; fees, tax and credits can't be tagged
--   tagged_amortized_cost double  of it, with a value for the tag
--   coverage double               tagged share, 0 to 1; NULL where there was no cost
-- Parameters:
--   tag key, e.g. 'user_team' for the tag team
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs
-- Scans: 6 MB in a month of a million line items, the map of tags among it
-- Reads line items, which know every tag. One of the setting query.tags is also a column of daily_costs,
-- which answers the same of far less: tag_user_team.
WITH charges AS (
    SELECT
        billing_period,
        account_id,
        COALESCE(element_at(tags, ?), '') AS tag_value,
        amortized_cost
    FROM costs
    WHERE billing_period BETWEEN ? AND ? AND charge_type = 'Usage'
)

SELECT
    billing_period,
    account_id,
    SUM(amortized_cost) AS amortized_cost,
    SUM(IF(tag_value <> '', amortized_cost, 0e0)) AS tagged_amortized_cost,
    SUM(IF(tag_value <> '', amortized_cost, 0e0)) / NULLIF(SUM(amortized_cost), 0e0) AS coverage
FROM charges
GROUP BY billing_period, account_id
ORDER BY billing_period, amortized_cost DESC, account_id
