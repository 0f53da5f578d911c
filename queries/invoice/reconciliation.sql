-- Question: Do costs say of each invoice what the bill's own line items say?
-- Answers: whether these numbers can be trusted, to the cent
-- Columns:
--   billing_period varchar            month of the bill, YYYY-MM
--   invoice_id varchar                empty until the month is invoiced
--   billed_unblended_cost double      sum of CUR 2.0's line items
--   unblended_cost double             sum of costs_cur2
--   unblended_cost_difference double  rounded to the cent; must be 0
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
--   first billing period again, e.g. '2026-01'
--   last billing period again, e.g. '2026-03'
-- Reads: cur2, costs_cur2
-- Scans: 10 MB in a month of a million line items
-- Reads the raw table, as a view can't check itself. Rows of split cost allocation cost nothing there
-- and are left out.
WITH both_sides AS (
    SELECT
        billing_period,
        COALESCE(bill_invoice_id, '') AS invoice_id,
        line_item_unblended_cost AS billed,
        0e0 AS counted
    FROM cur2
    WHERE billing_period BETWEEN ? AND ?
        AND COALESCE(line_item_operation, '') NOT IN ('EKSPod-EC2', 'ECSTask-EC2')
    UNION ALL
    SELECT
        billing_period,
        invoice_id,
        0e0 AS billed,
        unblended_cost AS counted
    FROM costs_cur2
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    billing_period,
    invoice_id,
    SUM(billed) AS billed_unblended_cost,
    SUM(counted) AS unblended_cost,
    ROUND(SUM(counted) - SUM(billed), 2) AS unblended_cost_difference
FROM both_sides
GROUP BY billing_period, invoice_id
ORDER BY billing_period, invoice_id
