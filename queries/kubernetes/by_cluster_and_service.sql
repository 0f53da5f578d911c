-- Question: What does each EKS cluster cost in all, by service?
-- Answers: the cluster's whole bill: its control plane, nodes, Fargate, volumes and whatever else is tagged
-- Columns:
--   billing_period varchar     month of the bill, YYYY-MM
--   account_id varchar         account of the resources
--   region varchar             e.g. eu-west-1
--   cluster varchar            name of the cluster
--   service_code varchar       e.g. AmazonEC2
--   amortized_cost double      prepaid fees spread over the usage they cover
--   net_amortized_cost double  the same after private discounts
-- Parameters:
--   first billing period, e.g. '2026-01'
--   last billing period, e.g. '2026-03'
-- Reads: costs
-- Scans: 13 MB in a month of a million line items, the map of tags among it
-- By the tags that EKS (aws:eks:cluster-name, on nodes) and eksctl give, where they are activated as cost
-- allocation tags: setting monitoring.cost_allocation_tags. AWS doesn't tag volumes, load balancers and NAT
-- gateways: tag them with eks:cluster-name. The control plane is known by its ARN.
WITH charges AS (
    SELECT
        billing_period,
        account_id,
        region,
        COALESCE(
            element_at(tags, 'aws_eks_cluster_name'),
            element_at(tags, 'user_eks_cluster_name'),
            element_at(tags, 'user_alpha_eksctl_io_cluster_name'),
            IF(
                service_code = 'AmazonEKS',
                REGEXP_EXTRACT(resource_id, ':cluster/([^/]+)$', 1)
            ),
            ''
        ) AS cluster,
        service_code,
        amortized_cost,
        net_amortized_cost
    FROM costs
    WHERE billing_period BETWEEN ? AND ?
)

SELECT
    billing_period,
    account_id,
    region,
    cluster,
    service_code,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost
FROM charges
WHERE cluster <> ''
GROUP BY billing_period, account_id, region, cluster, service_code
ORDER BY
    billing_period, amortized_cost DESC, account_id, region, cluster, service_code
