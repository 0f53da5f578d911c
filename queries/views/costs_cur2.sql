-- Question: What does each line item of CUR 2.0 cost, on every cost basis?
-- Answers: who spent what, where and on what; what is invoiced, what is used up, what is saved
-- Columns:
--   billing_period varchar      month of the bill, YYYY-MM; a filter on it decides what is read
--   day date                    day of usage, UTC; of a monthly charge the day it begins
--   payer_account_id varchar    account that pays the bill
--   account_id varchar          account that used the service
--   account_name varchar        its name
--   service_code varchar        AWS's code, e.g. AmazonEC2; group by this
--   service varchar             its readable name where the bill has one, else the code
--   region varchar              e.g. eu-west-1
--   availability_zone varchar   e.g. eu-west-1a
--   usage_type varchar          e.g. EU-BoxUsage:m5.large
--   operation varchar           e.g. RunInstances
--   resource_id varchar         ARN or id as AWS reports it
--   charge_type varchar         Usage, Commitment fee, Fee, Tax, Credit, Refund, Discount or Other
--   line_item_type varchar      the bill's own word: line item type, in FOCUS the charge category
--   purchase_option varchar     Savings Plan, Reserved, Spot, On-Demand; Other for tax, fees, credits
--   commitment_arn varchar      the Savings Plan or reservation that the line item belongs to
--   usage_amount double         what was used, in usage_unit; 0 for what is no usage
--   usage_unit varchar          e.g. Hrs, GB-Mo
--   unblended_cost double       as invoiced, prepaid fees in the month they are paid
--   net_unblended_cost double   the same after private discounts
--   amortized_cost double       prepaid fees spread over the usage they cover, unused ones included
--   net_amortized_cost double   the same after private discounts
--   public_cost double          usage at public on-demand prices, no commitment or discount taken off
--   currency varchar            of all five costs, e.g. USD
--   invoice_id varchar          empty until the month is invoiced
--   seller varchar              who sells it: an AWS company or a Marketplace vendor
--   tags map(varchar, varchar)  resource tags by key, e.g. user_team; read them with element_at
--   cost_categories map(varchar, varchar)  value by cost category
-- Reads: cur2
-- Scans: per million line items 4 MB for a cost by account, 25 MB for amortized cost, 12 MB for tags
-- Texts and maps are never NULL: what is absent is empty. docs/cost-language.md has the rule of each
-- line item type. Rows of split cost allocation repeat their instance's money: see kubernetes_costs.
SELECT
    billing_period,
    CAST(line_item_usage_start_date AS date) AS day,
    COALESCE(bill_payer_account_id, CAST('' AS varchar)) AS payer_account_id,
    COALESCE(line_item_usage_account_id, CAST('' AS varchar)) AS account_id,
    COALESCE(line_item_usage_account_name, CAST('' AS varchar)) AS account_name,
    COALESCE(line_item_product_code, CAST('' AS varchar)) AS service_code,
    COALESCE(
        NULLIF(element_at(product, 'product_name'), ''), line_item_product_code, CAST('' AS varchar)
    ) AS service,
    COALESCE(product_region_code, CAST('' AS varchar)) AS region,
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
    COALESCE(resource_tags, CAST(MAP() AS map(varchar, varchar))) AS tags,
    COALESCE(cost_category, CAST(MAP() AS map(varchar, varchar))) AS cost_categories
FROM cur2
WHERE COALESCE(line_item_operation, '') NOT IN ('EKSPod-EC2', 'ECSTask-EC2')
