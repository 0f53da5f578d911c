-- Question: What does each group cost on every basis?
-- Answers: what commitments and private discounts change, group by group
-- Reads: daily_costs
WITH filtered AS (
    --include explorer/filtered
)

SELECT
    ${group:raw} AS "group",
    SUM(public_cost) AS public_cost,
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_unblended_cost) AS net_unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM filtered
GROUP BY 1
ORDER BY net_amortized_cost DESC, "group"
LIMIT 1000
