-- Question: How much commitment is used and unused, day by day?
-- Answers: weekends and holidays, or a plan that is too large every day
-- Reads: daily_costs
SELECT
    CAST(day AS timestamp) AS time,
    SUM(used_amortized_cost) AS used_amortized_cost,
    SUM(unused_amortized_cost) AS unused_amortized_cost
FROM (
    --include queries/commitments/unused_by_day
) AS days
WHERE day IS NOT NULL
GROUP BY 1
ORDER BY 1
