-- As OpenCost asks CUR 2.0, with two of its six tags of clusters:
-- https://github.com/opencost/opencost/blob/060db8d/pkg/cloud/aws/athenaintegration.go
SELECT DATE_TRUNC('day',line_item_usage_start_date) as usage_date, line_item_resource_id,
    bill_payer_account_id, line_item_usage_account_id, line_item_product_code, line_item_usage_type,
    product_region_code, line_item_availability_zone,
    (line_item_product_code = 'AmazonEKS' OR resource_tags['aws_eks_cluster_name'] <> ''
        OR resource_tags['user_eks_cluster_name'] <> '') as is_kubernetes,
    CAST(resource_tags AS JSON) as resource_tags,
    SUM(CASE line_item_line_item_type WHEN 'EdpDiscount' THEN 0 WHEN 'PrivateRateDiscount' THEN 0
        ELSE line_item_unblended_cost END) as list_cost,
    SUM(COALESCE(line_item_net_unblended_cost, line_item_unblended_cost, 0)) as net_cost,
    SUM(CASE line_item_line_item_type
        WHEN 'DiscountedUsage' THEN COALESCE(reservation_net_effective_cost, reservation_effective_cost, 0)
        WHEN 'SavingsPlanCoveredUsage' THEN COALESCE(
            savings_plan_net_savings_plan_effective_cost, savings_plan_savings_plan_effective_cost, 0)
        ELSE COALESCE(line_item_net_unblended_cost, line_item_unblended_cost, 0) END) as amortized_net_cost,
    SUM(CASE line_item_line_item_type WHEN 'DiscountedUsage' THEN reservation_effective_cost
        WHEN 'SavingsPlanCoveredUsage' THEN savings_plan_savings_plan_effective_cost
        ELSE line_item_unblended_cost END) as amortized_cost
FROM "cur2"
WHERE ((billing_period = '{month}')) AND line_item_usage_start_date >= date '{month}-01'
    AND line_item_usage_start_date < date '{month}-03'
    AND (line_item_line_item_type = 'Usage' OR line_item_line_item_type = 'DiscountedUsage'
        OR line_item_line_item_type = 'SavingsPlanCoveredUsage'
        OR line_item_line_item_type = 'EdpDiscount' OR line_item_line_item_type = 'PrivateRateDiscount')
GROUP BY DATE_TRUNC('day',line_item_usage_start_date), line_item_resource_id,
    bill_payer_account_id, line_item_usage_account_id, line_item_product_code, line_item_usage_type,
    product_region_code, line_item_availability_zone,
    (line_item_product_code = 'AmazonEKS' OR resource_tags['aws_eks_cluster_name'] <> ''
        OR resource_tags['user_eks_cluster_name'] <> ''),
    CAST(resource_tags AS JSON)
