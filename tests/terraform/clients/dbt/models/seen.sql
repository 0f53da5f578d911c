{{ config(materialized='view') }}
SELECT billing_period, sum(unblended_cost) AS unblended_cost FROM {{ ref('monthly') }} GROUP BY 1
