-- Question: What does SageMaker cost, by what it is used for?
-- Answers: endpoints and notebooks that run for nobody
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   account_id varchar         account of the usage
--   purpose varchar            Training, Hosting, Batch transform, HyperPod, Notebooks, Processing or Other
--   usage_amount double        hours for instances; units add up as they are
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 58 kB sealed, 16 MB of line items, in a month of a million
WITH charges AS (
    SELECT
        billing_period,
        account_id,
        CASE
            WHEN usage_type LIKE '%Train:%' OR usage_type LIKE '%Training%' THEN 'Training'
            WHEN usage_type LIKE '%Hosting:%' OR usage_type LIKE '%Host:%' THEN 'Hosting'
            WHEN usage_type LIKE '%ServerlessInf%' OR usage_type LIKE '%AsyncInf:%' THEN 'Hosting'
            WHEN usage_type LIKE '%Tsform:%' THEN 'Batch transform'
            WHEN usage_type LIKE '%Cluster:%' THEN 'HyperPod'
            WHEN usage_type LIKE '%Notebk%' OR usage_type LIKE '%Studio%' THEN 'Notebooks'
            WHEN usage_type LIKE '%Processing:%' OR usage_type LIKE '%Dataprep:%'
                THEN 'Processing'
            ELSE 'Other'
        END AS purpose,
        usage_amount,
        amortized_cost,
        net_amortized_cost
    FROM daily_costs
    WHERE billing_period BETWEEN ? AND ?
        AND charge_type = 'Usage'
        AND service_code = 'AmazonSageMaker'
)

SELECT
    billing_period,
    account_id,
    purpose,
    SUM(usage_amount) AS usage_amount,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM charges
GROUP BY billing_period, account_id, purpose
ORDER BY billing_period, amortized_cost DESC, account_id, purpose
