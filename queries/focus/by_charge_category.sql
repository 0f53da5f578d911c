-- Question: What does the bill consist of, in FOCUS terms?
-- Answers: usage, purchases, tax, credits and adjustments, corrections apart
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   chargecategory varchar  Usage, Purchase, Tax, Credit or Adjustment
--   chargeclass varchar     Correction, or empty
--   charge_rows bigint      how many
--   billed_cost double      BilledCost: as invoiced
--   effective_cost double   EffectiveCost: prepaid fees spread, after all discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: focus
-- Scans: 8 MB per million rows
SELECT
    billing_period,
    COALESCE(chargecategory, '') AS chargecategory,
    COALESCE(chargeclass, '') AS chargeclass,
    COUNT(*) AS charge_rows,
    SUM(billedcost) AS billed_cost,
    SUM(effectivecost) AS effective_cost
FROM focus
WHERE billing_period BETWEEN ? AND ?
GROUP BY billing_period, COALESCE(chargecategory, ''), COALESCE(chargeclass, '')
ORDER BY billing_period, billed_cost DESC, chargecategory, chargeclass
