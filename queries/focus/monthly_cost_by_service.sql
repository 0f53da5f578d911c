-- Question: What did each service cost, month by month, in FOCUS?
-- Answers: the monthly review in terms that other clouds' bills use too
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   service varchar         service name, e.g. Amazon Elastic Compute Cloud
--   unblended_cost double   BilledCost: as invoiced, in the bill's currency, discounts taken off
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: focus (billing_period, servicename, billedcost)
-- Scans: two columns of the chosen months, about 4 MB per million rows
SELECT
    billing_period,
    COALESCE(NULLIF(servicename, ''), 'unknown') AS service,
    SUM(billedcost) AS unblended_cost
FROM focus
WHERE billing_period BETWEEN ? AND ?
GROUP BY
    billing_period,
    COALESCE(NULLIF(servicename, ''), 'unknown')
ORDER BY
    billing_period,
    unblended_cost DESC,
    service
