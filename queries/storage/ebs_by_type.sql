-- Question: What do EBS volumes, their performance and snapshots cost?
-- Answers: which kind of block storage to look at
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   account_id varchar      account of the volumes
--   kind varchar            part of the usage type, e.g. VolumeUsage.gp3, VolumeIOUsage, SnapshotUsage
--   usage_unit varchar      e.g. GB-Mo
--   usage_amount double     in usage_unit
--   amortized_cost double   prepaid fees spread over the usage they cover
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 43 kB sealed, 11 MB of line items, in a month of a million
SELECT
    billing_period,
    account_id,
    REGEXP_EXTRACT(usage_type, 'EBS:(.+)$', 1) AS kind,
    usage_unit,
    SUM(usage_amount) AS usage_amount,
    SUM(amortized_cost) AS amortized_cost
FROM daily_costs
WHERE billing_period BETWEEN ? AND ?
    AND charge_type = 'Usage'
    AND usage_type LIKE '%EBS:%'
GROUP BY
    billing_period,
    account_id,
    REGEXP_EXTRACT(usage_type, 'EBS:(.+)$', 1),
    usage_unit
ORDER BY billing_period, amortized_cost DESC, account_id, kind, usage_unit
