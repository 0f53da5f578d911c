-- Question: What did each account emit, month by month?
-- Answers: the trend that a report asks for
-- Columns:
--   usage_period varchar             month of usage, YYYY-MM
--   account_id varchar               account that used the service
--   market_based_emissions double    with the renewable energy that AWS buys
--   location_based_emissions double  as the local grids are; never add the two
--   unit varchar                     MTCO2e
-- Parameters:
--   first billing period: the usage period, e.g. '2026-01'
--   last billing period: the usage period, e.g. '2026-03'
-- Reads: emissions
-- Scans: kilobytes
SELECT
    usage_period,
    account_id,
    SUM(market_based_emissions) AS market_based_emissions,
    SUM(location_based_emissions) AS location_based_emissions,
    unit
FROM emissions
WHERE usage_period BETWEEN ? AND ?
GROUP BY usage_period, account_id, unit
ORDER BY usage_period, location_based_emissions DESC, account_id, unit
