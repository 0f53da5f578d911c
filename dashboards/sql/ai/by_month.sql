-- Question: What does each Bedrock model cost, month by month?
-- Answers: which model the money goes to
-- Reads: daily_costs
SELECT
    CAST(billing_period || '-01' AS timestamp) AS time,
    model AS name,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM (
    --include queries/ai/bedrock_by_model
) AS models
GROUP BY 1, 2
ORDER BY 1, 2
