-- Question: How much of each account's usage cost has a value of the tag?
-- Answers: how far showback reaches, and who has to tag
-- Reads: daily_costs
WITH sums AS (
    SELECT
        account_id,
        SUM(amortized_cost) AS cost,
        SUM(IF(:column = '', 0e0, amortized_cost)) AS tagged
    FROM daily_costs
    WHERE
        billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
        AND charge_type = 'Usage'
    GROUP BY account_id
)

SELECT
    account_id,
    cost AS amortized_cost,
    tagged AS tagged_amortized_cost,
    tagged / NULLIF(cost, 0e0) AS coverage
FROM sums
ORDER BY cost DESC, account_id
