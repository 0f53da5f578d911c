-- Question: What did each sub account cost, in FOCUS terms?
-- Answers: showback by account; at AWS a sub account is an account
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   subaccountid varchar    account that used the service
--   subaccountname varchar  its name
--   billed_cost double      BilledCost: as invoiced
--   effective_cost double   EffectiveCost: prepaid fees spread, after all discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: focus
-- Scans: 8 MB per million rows
SELECT
    billing_period,
    COALESCE(subaccountid, '') AS subaccountid,
    MAX(COALESCE(subaccountname, '')) AS subaccountname,
    SUM(billedcost) AS billed_cost,
    SUM(effectivecost) AS effective_cost
FROM focus
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, COALESCE(subaccountid, '')
ORDER BY billing_period, effective_cost DESC, subaccountid
