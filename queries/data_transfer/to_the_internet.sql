-- Question: What sends how much to the internet, day by day?
-- Answers: a leak, a crawler or a download that belongs behind CloudFront
-- Columns:
--   day date               UTC
--   account_id varchar     account of the sender
--   service_code varchar   e.g. AmazonEC2
--   region varchar         e.g. eu-west-1
--   gigabytes double       out
--   amortized_cost double  of the transfer
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 44 kB sealed, 11 MB of line items, in a month of a million
-- CloudFront's own transfer is among it; transfer to other regions isn't.
SELECT
    day,
    account_id,
    service_code,
    region,
    SUM(usage_amount) AS gigabytes,
    SUM(amortized_cost) AS amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND usage_type LIKE '%DataTransfer-Out-Bytes'
GROUP BY day, account_id, service_code, region
ORDER BY day, amortized_cost DESC, account_id, service_code, region
