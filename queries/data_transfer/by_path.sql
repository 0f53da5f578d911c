-- Question: What does data transfer cost, by the way it takes?
-- Answers: which way to shorten: between zones, regions, to the internet, through NAT
-- Columns:
--   billing_period varchar  month of the bill, YYYY-MM
--   path varchar            Between zones, Between regions, To the internet, To CloudFront, From CloudFront …
--   gigabytes double        that were charged or free
--   amortized_cost double   prepaid fees spread over the usage they cover
--   public_cost double      at public prices
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 57 kB sealed, 15 MB of line items, in a month of a million
-- The first that fits, by usage type. In-Bytes from other regions are free at this end.
WITH transfers AS (
    SELECT
        billing_period,
        CASE
            WHEN usage_type LIKE '%NatGateway-Bytes' THEN 'Through NAT gateways'
            WHEN REGEXP_LIKE(usage_type, 'VpcEndpoint-(GWLBE-)?Bytes$') THEN 'Through VPC endpoints'
            WHEN usage_type LIKE '%TransitGateway-Bytes' THEN 'Through transit gateways'
            WHEN service_code = 'AmazonCloudFront' THEN 'From CloudFront'
            WHEN usage_type LIKE '%CloudFront-Out-Bytes' THEN 'To CloudFront'
            WHEN REGEXP_LIKE(
                usage_type, '(DataTransfer-Regional|(DataTransfer-xAZ|VpcPeering)-(In|Out))-Bytes$'
            ) THEN 'Between zones'
            WHEN usage_type LIKE '%DataXfer%' THEN 'Direct Connect'
            WHEN usage_type LIKE '%AWS-Out-Bytes' OR usage_type LIKE '%AWS-In-Bytes'
                THEN 'Between regions'
            WHEN usage_type LIKE '%DataTransfer-Out-Bytes' THEN 'To the internet'
            WHEN usage_type LIKE '%DataTransfer-In-Bytes' THEN 'From the internet'
            ELSE 'Other'
        END AS path,
        usage_amount,
        amortized_cost,
        public_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND (
            usage_type LIKE '%DataTransfer%'
            OR usage_type LIKE '%DataXfer%'
            OR usage_type LIKE '%-Out-Bytes'
            OR usage_type LIKE '%AWS-In-Bytes'
            OR usage_type LIKE '%NatGateway-Bytes'
            OR usage_type LIKE '%VpcPeering-In-Bytes'
            OR REGEXP_LIKE(usage_type, 'VpcEndpoint-(GWLBE-)?Bytes$')
            OR usage_type LIKE '%TransitGateway-Bytes'
        )
)

SELECT
    billing_period,
    path,
    SUM(usage_amount) AS gigabytes,
    SUM(amortized_cost) AS amortized_cost,
    SUM(public_cost) AS public_cost
FROM transfers
GROUP BY billing_period, path
ORDER BY billing_period, amortized_cost DESC, path
