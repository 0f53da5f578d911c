-- Question: What did each account cost, month by month?
-- Answers: whose bill grows
-- Reads: daily_costs
SELECT
    CAST(billing_period || '-01' AS timestamp) AS time,
    account_id || IF(account_name = '', '', ' ' || account_name) AS name,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM (
    --include queries/spend/monthly_by_account
) AS months
GROUP BY 1, 2
ORDER BY 1, 2
