{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partitioned_by=['billing_period']) }}
SELECT service_code, sum(unblended_cost) AS unblended_cost, billing_period
FROM {{ source('costs', 'costs') }}
{% if is_incremental() %} WHERE billing_period = (SELECT max(billing_period) FROM {{ this }}) {% endif %}
GROUP BY service_code, billing_period
