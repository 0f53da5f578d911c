{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns') }}
SELECT sum(unblended_cost) AS unblended_cost {% if is_incremental() %}, 'new' AS added {% endif %}
FROM {{ source('costs', 'costs') }}
