-- Question: What does each line item of legacy CUR cost, on every cost basis?
-- Answers: the same as costs_cur2, for months that only legacy CUR has
-- Columns: those of costs_cur2
-- Reads: cur_declared
-- Scans: as costs_cur2
-- Legacy CUR has a column for every tag: tags holds the usual keys below, the table cur has the others.
-- It has no account names, and its cost categories stay in the table cur, too.
SELECT
    concat(year, '-', lpad(month, 2, '0')) AS billing_period,
    CAST(line_item_usage_start_date AS date) AS day,
    COALESCE(bill_payer_account_id, CAST('' AS varchar)) AS payer_account_id,
    COALESCE(line_item_usage_account_id, CAST('' AS varchar)) AS account_id,
    CAST('' AS varchar) AS account_name,
    COALESCE(line_item_product_code, CAST('' AS varchar)) AS service_code,
    COALESCE(
        NULLIF(product_product_name, ''), line_item_product_code, CAST('' AS varchar)
    ) AS service,
    COALESCE(product_region, CAST('' AS varchar)) AS region,
    COALESCE(line_item_availability_zone, CAST('' AS varchar)) AS availability_zone,
    COALESCE(line_item_usage_type, CAST('' AS varchar)) AS usage_type,
    COALESCE(line_item_operation, CAST('' AS varchar)) AS operation,
    COALESCE(line_item_resource_id, CAST('' AS varchar)) AS resource_id,
    CAST(
        CASE
            WHEN line_item_line_item_type IN (
                'Usage',
                'FlatRateSubscription',
                'SavingsPlanCoveredUsage',
                'SavingsPlanNegation',
                'DiscountedUsage'
            ) THEN 'Usage'
            WHEN line_item_line_item_type IN (
                'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'RIFee'
            ) THEN 'Commitment fee'
            WHEN line_item_line_item_type = 'Fee'
                AND COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 'Commitment fee'
            WHEN line_item_line_item_type IN ('Fee', 'Tax', 'Credit', 'Refund')
                THEN line_item_line_item_type
            WHEN line_item_line_item_type LIKE '%Discount' THEN 'Discount'
            ELSE 'Other'
        END AS varchar
    ) AS charge_type,
    COALESCE(line_item_line_item_type, CAST('' AS varchar)) AS line_item_type,
    CAST(
        CASE
            WHEN COALESCE(savings_plan_savings_plan_a_r_n, '') <> '' THEN 'Savings Plan'
            WHEN line_item_line_item_type LIKE 'SavingsPlan%' THEN 'Savings Plan'
            WHEN COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 'Reserved'
            WHEN line_item_line_item_type IN ('DiscountedUsage', 'RIFee') THEN 'Reserved'
            WHEN COALESCE(line_item_line_item_type, '') NOT IN ('Usage', 'FlatRateSubscription')
                THEN 'Other'
            WHEN line_item_usage_type LIKE '%SpotUsage%' THEN 'Spot'
            ELSE 'On-Demand'
        END AS varchar
    ) AS purchase_option,
    COALESCE(
        NULLIF(savings_plan_savings_plan_a_r_n, ''),
        reservation_reservation_a_r_n,
        CAST('' AS varchar)
    ) AS commitment_arn,
    CASE line_item_line_item_type
        WHEN 'Usage' THEN COALESCE(line_item_usage_amount, 0e0)
        WHEN 'FlatRateSubscription' THEN COALESCE(line_item_usage_amount, 0e0)
        WHEN 'SavingsPlanCoveredUsage' THEN COALESCE(line_item_usage_amount, 0e0)
        WHEN 'DiscountedUsage' THEN COALESCE(line_item_usage_amount, 0e0)
        ELSE 0e0
    END AS usage_amount,
    COALESCE(pricing_unit, CAST('' AS varchar)) AS usage_unit,
    COALESCE(line_item_unblended_cost, 0e0) AS unblended_cost,
    CASE
        WHEN line_item_line_item_type LIKE '%Discount'
            AND line_item_net_unblended_cost IS NOT NULL THEN 0e0
        ELSE COALESCE(
            NULLIF(line_item_net_unblended_cost, 0e0),
            IF(line_item_net_unblended_cost = 0e0 AND discount_total_discount <> 0e0, 0e0),
            line_item_unblended_cost,
            0e0
        )
    END AS net_unblended_cost,
    CASE
        WHEN line_item_line_item_type = 'SavingsPlanCoveredUsage'
            THEN COALESCE(savings_plan_savings_plan_effective_cost, 0e0)
        WHEN line_item_line_item_type = 'SavingsPlanRecurringFee'
            THEN COALESCE(savings_plan_total_commitment_to_date, 0e0)
                - COALESCE(savings_plan_used_commitment, 0e0)
        WHEN line_item_line_item_type IN ('SavingsPlanNegation', 'SavingsPlanUpfrontFee') THEN 0e0
        WHEN line_item_line_item_type = 'DiscountedUsage'
            THEN COALESCE(reservation_effective_cost, 0e0)
        WHEN line_item_line_item_type = 'RIFee'
            THEN COALESCE(reservation_unused_amortized_upfront_fee_for_billing_period, 0e0)
                + COALESCE(reservation_unused_recurring_fee, 0e0)
        WHEN line_item_line_item_type = 'Fee'
            AND COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 0e0
        WHEN line_item_line_item_type = 'Refund'
            AND (
                COALESCE(savings_plan_savings_plan_a_r_n, '') <> ''
                OR line_item_product_code LIKE '%SavingsPlans'
                OR line_item_line_item_description LIKE 'Refund for one-time fee%'
            ) THEN 0e0
        ELSE COALESCE(line_item_unblended_cost, 0e0)
    END AS amortized_cost,
    CASE
        WHEN line_item_line_item_type = 'SavingsPlanCoveredUsage'
            THEN COALESCE(
                NULLIF(savings_plan_net_savings_plan_effective_cost, 0e0),
                savings_plan_savings_plan_effective_cost,
                0e0
            )
        WHEN line_item_line_item_type = 'SavingsPlanRecurringFee'
            THEN (
                COALESCE(savings_plan_total_commitment_to_date, 0e0)
                - COALESCE(savings_plan_used_commitment, 0e0)
            ) * COALESCE(
                (
                    COALESCE(
                        NULLIF(
                            savings_plan_net_amortized_upfront_commitment_for_billing_period, 0e0
                        ),
                        savings_plan_amortized_upfront_commitment_for_billing_period,
                        0e0
                    ) + COALESCE(
                        NULLIF(savings_plan_net_recurring_commitment_for_billing_period, 0e0),
                        savings_plan_recurring_commitment_for_billing_period,
                        0e0
                    )
                ) / NULLIF(
                    COALESCE(savings_plan_amortized_upfront_commitment_for_billing_period, 0e0)
                    + COALESCE(savings_plan_recurring_commitment_for_billing_period, 0e0),
                    0e0
                ),
                1e0
            )
        WHEN line_item_line_item_type IN ('SavingsPlanNegation', 'SavingsPlanUpfrontFee') THEN 0e0
        WHEN line_item_line_item_type = 'DiscountedUsage'
            THEN COALESCE(NULLIF(reservation_net_effective_cost, 0e0), reservation_effective_cost, 0e0)
        WHEN line_item_line_item_type = 'RIFee'
            THEN COALESCE(
                NULLIF(reservation_net_unused_amortized_upfront_fee_for_billing_period, 0e0),
                reservation_unused_amortized_upfront_fee_for_billing_period,
                0e0
            ) + COALESCE(
                NULLIF(reservation_net_unused_recurring_fee, 0e0), reservation_unused_recurring_fee, 0e0
            )
        WHEN line_item_line_item_type = 'Fee'
            AND COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 0e0
        WHEN line_item_line_item_type = 'Refund'
            AND (
                COALESCE(savings_plan_savings_plan_a_r_n, '') <> ''
                OR line_item_product_code LIKE '%SavingsPlans'
                OR line_item_line_item_description LIKE 'Refund for one-time fee%'
            ) THEN 0e0
        WHEN line_item_line_item_type LIKE '%Discount'
            AND line_item_net_unblended_cost IS NOT NULL THEN 0e0
        ELSE COALESCE(
            NULLIF(line_item_net_unblended_cost, 0e0),
            IF(line_item_net_unblended_cost = 0e0 AND discount_total_discount <> 0e0, 0e0),
            line_item_unblended_cost,
            0e0
        )
    END AS net_amortized_cost,
    CASE
        WHEN line_item_line_item_type IN ('Usage', 'FlatRateSubscription')
            THEN COALESCE(NULLIF(pricing_public_on_demand_cost, 0e0), line_item_unblended_cost, 0e0)
        WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage')
            THEN COALESCE(pricing_public_on_demand_cost, 0e0)
        WHEN line_item_line_item_type LIKE 'SavingsPlan%' THEN 0e0
        WHEN line_item_line_item_type IN ('RIFee', 'Tax', 'Credit', 'Refund') THEN 0e0
        WHEN line_item_line_item_type LIKE '%Discount' THEN 0e0
        WHEN line_item_line_item_type = 'Fee'
            AND COALESCE(reservation_reservation_a_r_n, '') <> '' THEN 0e0
        ELSE COALESCE(line_item_unblended_cost, 0e0)
    END AS public_cost,
    COALESCE(line_item_currency_code, CAST('' AS varchar)) AS currency,
    COALESCE(bill_invoice_id, CAST('' AS varchar)) AS invoice_id,
    COALESCE(line_item_legal_entity, CAST('' AS varchar)) AS seller,
    map_filter(
        MAP(
            ARRAY[
                CAST('user_name' AS varchar),
                CAST('user_application' AS varchar),
                CAST('user_cost_center' AS varchar),
                CAST('user_department' AS varchar),
                CAST('user_environment' AS varchar),
                CAST('user_owner' AS varchar),
                CAST('user_project' AS varchar),
                CAST('user_team' AS varchar),
                CAST('aws_autoscaling_group_name' AS varchar),
                CAST('aws_created_by' AS varchar)
            ],
            ARRAY[
                COALESCE(resource_tags_user_name, CAST('' AS varchar)),
                COALESCE(resource_tags_user_application, CAST('' AS varchar)),
                COALESCE(resource_tags_user_cost_center, CAST('' AS varchar)),
                COALESCE(resource_tags_user_department, CAST('' AS varchar)),
                COALESCE(resource_tags_user_environment, CAST('' AS varchar)),
                COALESCE(resource_tags_user_owner, CAST('' AS varchar)),
                COALESCE(resource_tags_user_project, CAST('' AS varchar)),
                COALESCE(resource_tags_user_team, CAST('' AS varchar)),
                COALESCE(resource_tags_aws_autoscaling_group_name, CAST('' AS varchar)),
                COALESCE(resource_tags_aws_created_by, CAST('' AS varchar))
            ]
        ),
        (key, value) -> value <> ''
    ) AS tags,
    CAST(MAP() AS map(varchar, varchar)) AS cost_categories
FROM cur_declared
WHERE COALESCE(line_item_operation, '') NOT IN ('EKSPod-EC2', 'ECSTask-EC2')
