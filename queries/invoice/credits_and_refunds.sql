-- Question: What came back as credit or refund, for which service?
-- Answers: what hides the real cost, and ends when the credit ends
-- Columns:
--   billing_period varchar          month of the bill, YYYY-MM
--   charge_type varchar             Credit or Refund
--   account_id varchar              account that it is given to
--   service_code varchar            e.g. AmazonEC2
--   unblended_cost double           negative: money back
--   share_of_unblended_cost double  of the month's cost before credits and refunds, 0 to 1
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 27 kB sealed, 5 MB of line items, in a month of a million
WITH sums AS (
    SELECT
        billing_period,
        charge_type,
        account_id,
        service_code,
        SUM(unblended_cost) AS cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
    GROUP BY billing_period, charge_type, account_id, service_code
),

shares AS (
    SELECT
        billing_period,
        charge_type,
        account_id,
        service_code,
        cost,
        SUM(IF(charge_type IN ('Credit', 'Refund'), 0e0, cost)) OVER (
            PARTITION BY billing_period
        ) AS charged
    FROM sums
)

SELECT
    billing_period,
    charge_type,
    account_id,
    service_code,
    cost AS unblended_cost,
    -cost / NULLIF(charged, 0e0) AS share_of_unblended_cost
FROM shares
WHERE charge_type IN ('Credit', 'Refund')
ORDER BY billing_period, cost, charge_type, account_id, service_code
