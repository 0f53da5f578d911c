{{ config(materialized='incremental', table_type='iceberg', incremental_strategy='merge', unique_key='billing_period') }}
SELECT billing_period, sum(unblended_cost) AS unblended_cost
FROM {{ source('costs', 'costs') }} GROUP BY 1
