-- Question: Which category is it?
-- Answers: OpenCost's five, by usage type and service; databases are storage there, and so here
-- Reads: none
CASE
    WHEN charge_type <> 'Usage' THEN 'Other'
    WHEN usage_type LIKE '%Bytes' OR service_code IN (
        'AWSELB', 'AmazonVPC', 'AmazonRoute53', 'AmazonCloudFront', 'AWSDirectConnect'
    ) THEN 'Network'
    WHEN usage_type LIKE '%EBS:%' OR service_code IN (
        'AmazonS3', 'AmazonEFS', 'AmazonFSx', 'AmazonECR', 'AWSBackup', 'AmazonRDS',
        'AmazonDynamoDB', 'AmazonDocDB', 'AmazonNeptune', 'AmazonAthena', 'AWSSecretsManager'
    ) THEN 'Storage'
    WHEN service_code IN (
        'AmazonEC2', 'AmazonECS', 'AWSLambda', 'AmazonElastiCache', 'AmazonLightsail'
    ) THEN 'Compute'
    WHEN service_code IN (
        'AmazonEKS', 'AmazonCloudWatch', 'AWSCloudTrail', 'AWSConfig', 'awskms', 'AWSSystemsManager'
    ) THEN 'Management'
    ELSE 'Other'
END
