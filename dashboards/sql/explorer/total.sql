-- Question: What does all of it cost, on every basis?
-- Answers: the invoice, what is used up, what it would be at public prices
-- Reads: daily_costs
WITH filtered AS (
    --include explorer/filtered
)

SELECT
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_unblended_cost) AS net_unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost,
    SUM(public_cost) AS public_cost
FROM filtered
