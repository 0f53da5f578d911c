-- Question: What would each account save by following AWS's recommendations?
-- Answers: whom to ask first; which share of its resources' cost it is
-- Columns:
--   payer_account_id varchar     account whose export has them
--   account_id varchar           account of the resources
--   recommendations bigint       resources
--   easy_monthly_savings double  of those with very low or low effort
--   monthly_savings double       estimate of a month, after discounts where AWS gives that
--   savings_share double         of what these resources cost now, 0 to 1
--   currency varchar             of the savings
-- Parameters: none
-- Reads: recommendations
-- Scans: kilobytes
SELECT
    payer_account_id,
    account_id,
    COUNT(*) AS recommendations,
    SUM(IF(effort IN ('VeryLow', 'Low'), monthly_savings, 0e0)) AS easy_monthly_savings,
    SUM(monthly_savings) AS monthly_savings,
    SUM(monthly_savings) / NULLIF(SUM(monthly_cost), 0e0) AS savings_share,
    currency
FROM recommendations
GROUP BY payer_account_id, account_id, currency
ORDER BY monthly_savings DESC, payer_account_id, account_id, currency
