-- Question: Which services emit most, and in which scope?
-- Answers: where fewer resources help most
-- Columns:
--   service_code varchar                     e.g. AmazonEC2
--   scope_1_emissions double                 direct
--   scope_2_location_based_emissions double  electricity, as the grids are
--   scope_3_location_based_emissions double  everything else
--   location_based_emissions double          all three
--   market_based_emissions double            all three with what AWS buys; never add the two
--   unit varchar                             MTCO2e
-- Parameters:
--   first billing period: the usage period, e.g. '2026-01'
--   last billing period: the usage period, e.g. '2026-03'
-- Reads: emissions
-- Scans: kilobytes
SELECT
    service_code,
    SUM(scope_1_emissions) AS scope_1_emissions,
    SUM(scope_2_location_based_emissions) AS scope_2_location_based_emissions,
    SUM(scope_3_location_based_emissions) AS scope_3_location_based_emissions,
    SUM(location_based_emissions) AS location_based_emissions,
    SUM(market_based_emissions) AS market_based_emissions,
    unit
FROM emissions
WHERE usage_period BETWEEN ? AND ?
GROUP BY service_code, unit
ORDER BY location_based_emissions DESC, service_code, unit
