-- Question: What does each pod and task cost, used and unused, by cluster, namespace and workload?
-- Answers: whose the shared cluster's bill is, and how much of it nobody uses
-- Columns:
--   billing_period varchar      month of the bill, YYYY-MM; a filter on it decides what is read
--   day date                    day of usage, UTC
--   payer_account_id varchar    account that pays the bill
--   account_id varchar          account of the cluster
--   account_name varchar        its name
--   region varchar              e.g. eu-west-1
--   orchestrator varchar        EKS or ECS
--   launch_type varchar         EC2 or Fargate
--   cluster varchar             name of the cluster
--   namespace varchar           EKS only
--   workload_type varchar       EKS: e.g. Deployment; ECS: Service
--   workload varchar            EKS: name of the Deployment, Job …; ECS: the service
--   node varchar                EC2: id of the instance that the pod or task runs on
--   resource_id varchar         ARN of the pod or task
--   usage_type varchar          CPU or memory, e.g. EU-EKS-EC2-vCPU-Hours
--   purchase_option varchar     Fargate only: Savings Plan, Spot or On-Demand
--   reserved_amount double      EC2: what the pod or task asked for, in usage_unit
--   used_amount double          what it used, NULL where nobody measures; Fargate: what was billed
--   usage_unit varchar          e.g. vCPU-Hours, GB-Hours
--   split_cost double           its share of the instance's amortized cost; Fargate: amortized cost
--   unused_cost double          its share of what nobody used of the instance
--   amortized_cost double       both: what to charge the workload
--   net_split_cost double       split_cost after private discounts
--   net_unused_cost double      unused_cost after private discounts
--   net_amortized_cost double   both
--   public_cost double          both at public on-demand prices
--   tags map(varchar, varchar)  tags of the pod or task, with those that AWS gives it
-- Reads: cur2, costs_cur2
-- Scans: about 10 MB per million line items; each tag, cluster and namespace reads the map of tags
-- Use is measured by Prometheus or CloudWatch; without, AWS splits by what is asked for (user guide of Data
-- Exports, Example of split cost allocation data).
-- EC2 instances stand among the costs already: never add this to them. Fargate stands in both views.
SELECT
    billing_period,
    CAST(line_item_usage_start_date AS date) AS day,
    COALESCE(bill_payer_account_id, CAST('' AS varchar)) AS payer_account_id,
    COALESCE(line_item_usage_account_id, CAST('' AS varchar)) AS account_id,
    COALESCE(line_item_usage_account_name, CAST('' AS varchar)) AS account_name,
    COALESCE(product_region_code, CAST('' AS varchar)) AS region,
    CAST(IF(line_item_operation = 'EKSPod-EC2', 'EKS', 'ECS') AS varchar) AS orchestrator,
    CAST('EC2' AS varchar) AS launch_type,
    COALESCE(
        element_at(resource_tags, 'aws_eks_cluster_name'),
        element_at(resource_tags, 'aws_ecs_cluster_name'),
        CAST('' AS varchar)
    ) AS cluster,
    COALESCE(element_at(resource_tags, 'aws_eks_namespace'), CAST('' AS varchar)) AS namespace,
    CASE
        WHEN line_item_operation = 'ECSTask-EC2' THEN CAST('Service' AS varchar)
        ELSE COALESCE(element_at(resource_tags, 'aws_eks_workload_type'), CAST('' AS varchar))
    END AS workload_type,
    COALESCE(
        element_at(resource_tags, 'aws_eks_workload_name'),
        element_at(resource_tags, 'aws_ecs_service_name'),
        CAST('' AS varchar)
    ) AS workload,
    COALESCE(split_line_item_parent_resource_id, CAST('' AS varchar)) AS node,
    COALESCE(line_item_resource_id, CAST('' AS varchar)) AS resource_id,
    COALESCE(line_item_usage_type, CAST('' AS varchar)) AS usage_type,
    CAST('' AS varchar) AS purchase_option,
    COALESCE(split_line_item_reserved_usage, 0e0) AS reserved_amount,
    split_line_item_actual_usage AS used_amount,
    COALESCE(pricing_unit, CAST('' AS varchar)) AS usage_unit,
    COALESCE(split_line_item_split_cost, 0e0) AS split_cost,
    COALESCE(split_line_item_unused_cost, 0e0) AS unused_cost,
    COALESCE(split_line_item_split_cost, 0e0)
    + COALESCE(split_line_item_unused_cost, 0e0) AS amortized_cost,
    COALESCE(
        NULLIF(split_line_item_net_split_cost, 0e0), split_line_item_split_cost, 0e0
    ) AS net_split_cost,
    COALESCE(
        NULLIF(split_line_item_net_unused_cost, 0e0), split_line_item_unused_cost, 0e0
    ) AS net_unused_cost,
    COALESCE(NULLIF(split_line_item_net_split_cost, 0e0), split_line_item_split_cost, 0e0)
    + COALESCE(
        NULLIF(split_line_item_net_unused_cost, 0e0), split_line_item_unused_cost, 0e0
    ) AS net_amortized_cost,
    COALESCE(split_line_item_public_on_demand_split_cost, 0e0)
    + COALESCE(split_line_item_public_on_demand_unused_cost, 0e0) AS public_cost,
    COALESCE(resource_tags, CAST(MAP() AS map(varchar, varchar))) AS tags
FROM cur2
WHERE line_item_operation IN ('EKSPod-EC2', 'ECSTask-EC2')
UNION ALL
SELECT
    billing_period,
    day,
    payer_account_id,
    account_id,
    account_name,
    region,
    CAST(IF(service_code = 'AmazonEKS', 'EKS', 'ECS') AS varchar) AS orchestrator,
    CAST('Fargate' AS varchar) AS launch_type,
    COALESCE(
        element_at(tags, 'aws_eks_cluster_name'),
        element_at(tags, 'aws_ecs_cluster_name'),
        CAST('' AS varchar)
    ) AS cluster,
    COALESCE(element_at(tags, 'aws_eks_namespace'), CAST('' AS varchar)) AS namespace,
    CASE
        WHEN service_code = 'AmazonECS' THEN CAST('Service' AS varchar)
        ELSE COALESCE(element_at(tags, 'aws_eks_workload_type'), CAST('' AS varchar))
    END AS workload_type,
    COALESCE(
        element_at(tags, 'aws_eks_workload_name'),
        element_at(tags, 'aws_ecs_service_name'),
        CAST('' AS varchar)
    ) AS workload,
    CAST('' AS varchar) AS node,
    resource_id,
    usage_type,
    purchase_option,
    0e0 AS reserved_amount,
    usage_amount AS used_amount,
    usage_unit,
    amortized_cost AS split_cost,
    0e0 AS unused_cost,
    amortized_cost,
    net_amortized_cost AS net_split_cost,
    0e0 AS net_unused_cost,
    net_amortized_cost,
    public_cost,
    tags
FROM costs_cur2
WHERE service_code IN ('AmazonEKS', 'AmazonECS')
    AND usage_type LIKE '%Fargate%'
    AND charge_type = 'Usage'
    AND line_item_type <> 'SavingsPlanNegation'
