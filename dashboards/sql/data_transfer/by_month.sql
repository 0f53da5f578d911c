-- Question: What does data transfer cost, by the way it takes, month by month?
-- Answers: which way to shorten
-- Reads: daily_costs
SELECT
    CAST(billing_period || '-01' AS timestamp) AS time,
    path AS name,
    SUM(amortized_cost) AS amortized_cost
FROM (
    --include queries/data_transfer/by_path
) AS paths
GROUP BY 1, 2
ORDER BY 1, 2
