-- Question: On which days was commitment paid for and not used?
-- Answers: weekends and holidays, or a plan that is too large every day
-- Columns:
--   day date                      UTC
--   purchase_option varchar       Savings Plan or Reserved
--   used_amortized_cost double    of covered usage
--   unused_amortized_cost double  paid for nothing
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 26 kB sealed, 6 MB of line items, in a month of a million
-- A reservation's unused part stands on the first day of the month, as AWS bills it once.
SELECT
    day,
    purchase_option,
    SUM(IF(charge_type = 'Usage', amortized_cost, 0e0)) AS used_amortized_cost,
    SUM(IF(charge_type = 'Commitment fee', amortized_cost, 0e0)) AS unused_amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
    AND purchase_option IN ('Savings Plan', 'Reserved')
    AND charge_type IN ('Usage', 'Commitment fee')
GROUP BY day, purchase_option
ORDER BY day, purchase_option
