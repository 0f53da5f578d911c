-- Costs of each payer's newest full day and of its month until then, by account and service. The
-- newest day with usage is still being filled, so the full one is the day before.
WITH daily AS (
    SELECT
        billing_period,
        day,
        payer_account_id,
        account_id,
        MAX(account_name) AS account_name,
        service_code,
        currency,
        SUM(unblended_cost) AS unblended_cost,
        SUM(amortized_cost) AS amortized_cost,
        MAX(IF(charge_type = 'Usage', day)) AS usage_day
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
    GROUP BY billing_period, day, payer_account_id, account_id, service_code, currency
),

dated AS (
    SELECT
        billing_period,
        day,
        payer_account_id,
        account_id,
        account_name,
        service_code,
        currency,
        unblended_cost,
        amortized_cost,
        DATE_ADD('day', -1, MAX(usage_day) OVER (PARTITION BY payer_account_id)) AS full_day
    FROM daily
)

SELECT
    payer_account_id,
    account_id,
    MAX(account_name) AS account_name,
    service_code,
    currency,
    full_day,
    SUM(IF(day = full_day, unblended_cost, 0e0)) AS day_unblended_cost,
    SUM(IF(day = full_day, amortized_cost, 0e0)) AS day_amortized_cost,
    SUM(unblended_cost) AS month_unblended_cost,
    SUM(amortized_cost) AS month_amortized_cost
FROM dated
WHERE billing_period = DATE_FORMAT(full_day, '%Y-%m') AND day <= full_day
GROUP BY payer_account_id, account_id, service_code, currency, full_day
ORDER BY payer_account_id, account_id, service_code, currency
