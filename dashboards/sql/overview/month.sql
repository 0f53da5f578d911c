-- Question: What does the last month of the range cost so far, against the same days of the month before?
-- Answers: are we ahead?
-- Reads: daily_costs
SELECT
    SUM(amortized_cost) AS amortized_cost,
    SUM(previous_amortized_cost) AS previous_amortized_cost,
    SUM(amortized_cost_change) / NULLIF(SUM(previous_amortized_cost), 0e0) AS change_share
FROM (
    --include queries/spend/month_to_date
) AS services
HAVING COUNT(*) > 0
