-- Question: Which regions emit most, and which share of it does AWS's green energy take off?
-- Answers: where to place what can run anywhere
-- Columns:
--   region varchar                   e.g. eu-west-1
--   location_based_emissions double  as the local grids are
--   market_based_emissions double    with the renewable energy that AWS buys
--   taken_off_share double           of location_based_emissions, 0 to 1
--   unit varchar                     MTCO2e
-- Parameters:
--   first billing period: the usage period, e.g. '2026-01'
--   last billing period: the usage period, e.g. '2026-03'
-- Reads: emissions
-- Scans: kilobytes
SELECT
    region,
    SUM(location_based_emissions) AS location_based_emissions,
    SUM(market_based_emissions) AS market_based_emissions,
    1e0 - SUM(market_based_emissions) / NULLIF(SUM(location_based_emissions), 0e0)
        AS taken_off_share,
    unit
FROM emissions
WHERE usage_period BETWEEN ? AND ?
GROUP BY region, unit
ORDER BY location_based_emissions DESC, region, unit
