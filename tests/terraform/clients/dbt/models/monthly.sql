SELECT billing_period, service_code, sum(unblended_cost) AS unblended_cost
FROM {{ source('costs', 'costs') }} GROUP BY 1, 2
