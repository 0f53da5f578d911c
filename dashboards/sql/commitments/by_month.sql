-- Question: How is what a commitment could cover bought, month by month?
-- Answers: whether to buy more
-- Reads: daily_costs
SELECT
    CAST(billing_period || '-01' AS timestamp) AS time,
    SUM(savings_plan_public_cost) AS savings_plan_public_cost,
    SUM(reserved_public_cost) AS reserved_public_cost,
    SUM(on_demand_public_cost) AS on_demand_public_cost
FROM (
    --include queries/commitments/coverage
) AS services
GROUP BY 1
ORDER BY 1
