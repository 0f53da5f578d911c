-- Question: What do Bedrock and SageMaker cost, day by day?
-- Answers: a model or an endpoint that somebody left running
-- Reads: daily_costs
SELECT
    CAST(COALESCE(day, CAST(billing_period || '-01' AS date)) AS timestamp) AS time,
    IF(service_code = 'AmazonSageMaker', 'SageMaker', 'Bedrock') AS name,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM daily_costs
WHERE
    billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')
    AND (
        service_code = 'AmazonSageMaker'
        OR service_code LIKE 'AmazonBedrock%'
        OR service LIKE '%(Amazon Bedrock Edition)'
    )
GROUP BY 1, 2
ORDER BY 1, 2
