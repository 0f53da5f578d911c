-- Whose costs differ, of which service?
SELECT
    account_id,
    service_code,
    SUM(on_the_left) AS left_cost,
    SUM(on_the_right) AS right_cost,
    ROUND(SUM(on_the_right) - SUM(on_the_left), 2) AS difference
FROM (
    SELECT
        account_id,
        service_code,
        :measure AS on_the_left,
        0e0 AS on_the_right
    FROM :left
    WHERE billing_period = :month
        AND payer_account_id = :payer
        AND charge_type IN (:charge_types)
    UNION ALL
    SELECT
        account_id,
        service_code,
        0e0 AS on_the_left,
        :measure AS on_the_right
    FROM :right
    WHERE billing_period = :month
        AND payer_account_id = :payer
        AND charge_type IN (:charge_types)
) AS both_sides
GROUP BY account_id, service_code
HAVING ABS(SUM(on_the_right) - SUM(on_the_left)) >= 0.005
ORDER BY ABS(SUM(on_the_right) - SUM(on_the_left)) DESC
