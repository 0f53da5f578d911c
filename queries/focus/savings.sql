-- Question: What do negotiation and commitments save, in FOCUS terms?
-- Answers: list, contracted and effective cost of the same usage
-- Columns:
--   billing_period varchar         month of the bill, YYYY-MM
--   pricingcategory varchar        Standard, Committed, Dynamic or Other
--   list_cost double               ListCost: at public prices
--   contracted_cost double         ContractedCost: after negotiated discounts
--   effective_cost double          EffectiveCost: after commitments, too
--   rows_without_list_cost bigint  counted at their billed cost
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: focus
-- Scans: 15 MB per million rows
-- Sums of costs, never of unit prices: these may be NULL.
SELECT
    billing_period,
    COALESCE(pricingcategory, '') AS pricingcategory,
    SUM(COALESCE(listcost, billedcost)) AS list_cost,
    SUM(COALESCE(contractedcost, billedcost)) AS contracted_cost,
    SUM(effectivecost) AS effective_cost,
    COUNT_IF(listcost IS NULL) AS rows_without_list_cost
FROM focus
WHERE billing_period BETWEEN ? AND ?
    AND chargecategory = 'Usage'
    AND COALESCE(commitmentdiscountstatus, '') <> 'Unused'
GROUP BY billing_period, COALESCE(pricingcategory, '')
ORDER BY billing_period, list_cost DESC, pricingcategory
