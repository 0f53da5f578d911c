-- Question: What did each month cost, on every cost basis?
-- Answers: what is invoiced, what was used up, what it would be at public prices
-- Reads: daily_costs
SELECT
    CAST(billing_period || '-01' AS timestamp) AS time,
    unblended_cost,
    amortized_cost,
    net_amortized_cost,
    public_cost
FROM (
    --include queries/spend/monthly_totals
) AS months
ORDER BY time
