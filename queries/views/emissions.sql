-- Question: What carbon does AWS's newest model say that each account, service and region emitted?
-- Answers: emissions by month, account, service or region; market-based beside location-based
-- Columns:
--   usage_period varchar                      month of usage, YYYY-MM; AWS publishes it later
--   payer_account_id varchar                  account that pays the bill
--   account_id varchar                        account that used the service
--   service_code varchar                      AWS's code, e.g. AmazonEC2
--   region varchar                            e.g. eu-west-1
--   location varchar                          its name
--   market_based_emissions double             with the renewable energy that AWS buys
--   location_based_emissions double           as the local grids are
--   scope_1_emissions double                  direct, of both kinds
--   scope_2_market_based_emissions double     electricity, with what AWS buys
--   scope_2_location_based_emissions double   electricity, as the grids are
--   scope_3_market_based_emissions double     everything else
--   scope_3_location_based_emissions double   everything else
--   unit varchar                              of all of them, MTCO2e: metric tons of CO2 equivalent
--   model_version varchar                     AWS's method, e.g. v3.0.0
-- Reads: carbon
-- Scans: all months of the newest model, kilobytes
-- Market-based and location-based are two answers to one question: never add them. A new model brings
-- history again; only the newest of a payer is here, so that months compare.
WITH versions AS (
    SELECT
        source_account_id,
        carbon_model_version,
        COALESCE(TRY_CAST(split_part(replace(carbon_model_version, 'v', ''), '.', 1) AS bigint), 0)
        * 1000000
        + COALESCE(TRY_CAST(split_part(carbon_model_version, '.', 2) AS bigint), 0) * 1000
        + COALESCE(TRY_CAST(split_part(carbon_model_version, '.', 3) AS bigint), 0) AS number
    FROM carbon
    GROUP BY source_account_id, carbon_model_version
),

ranked AS (
    SELECT
        source_account_id,
        carbon_model_version,
        ROW_NUMBER() OVER (
            PARTITION BY source_account_id ORDER BY number DESC, carbon_model_version DESC
        ) AS place
    FROM versions
)

SELECT
    carbon.usage_period,
    COALESCE(carbon.payer_account_id, CAST('' AS varchar)) AS payer_account_id,
    COALESCE(carbon.usage_account_id, CAST('' AS varchar)) AS account_id,
    COALESCE(carbon.product_code, CAST('' AS varchar)) AS service_code,
    COALESCE(carbon.region_code, CAST('' AS varchar)) AS region,
    COALESCE(carbon.location, CAST('' AS varchar)) AS location,
    COALESCE(carbon.total_mbm_emissions_value, 0e0) AS market_based_emissions,
    COALESCE(carbon.total_lbm_emissions_value, 0e0) AS location_based_emissions,
    COALESCE(carbon.total_scope_1_emissions_value, 0e0) AS scope_1_emissions,
    COALESCE(carbon.total_scope_2_mbm_emissions_value, 0e0) AS scope_2_market_based_emissions,
    COALESCE(carbon.total_scope_2_lbm_emissions_value, 0e0) AS scope_2_location_based_emissions,
    COALESCE(carbon.total_scope_3_mbm_emissions_value, 0e0) AS scope_3_market_based_emissions,
    COALESCE(carbon.total_scope_3_lbm_emissions_value, 0e0) AS scope_3_location_based_emissions,
    COALESCE(carbon.total_mbm_emissions_unit, CAST('' AS varchar)) AS unit,
    carbon.carbon_model_version AS model_version
FROM carbon
INNER JOIN ranked
    ON carbon.source_account_id = ranked.source_account_id
    AND carbon.carbon_model_version = ranked.carbon_model_version
WHERE ranked.place = 1
