-- Question: What sends how much to the internet, day by day?
-- Answers: a leak, a crawler or a download that belongs behind CloudFront
-- Reads: daily_costs
SELECT
    CAST(day AS timestamp) AS time,
    account_id || ' ' || service_code AS name,
    SUM(gigabytes) AS gigabytes
FROM (
    --include queries/data_transfer/to_the_internet
) AS senders
WHERE day IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
