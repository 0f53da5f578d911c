-- Question: What is sealed as daily_costs?
-- Answers: costs by day, without line items and resources
-- Columns:
--   billing_period varchar      month of the bill, YYYY-MM; the partition of daily_costs
--   day date                    day of usage, UTC; of a monthly charge the day it begins
--   payer_account_id varchar    account that pays the bill
--   account_id varchar          account that used the service
--   account_name varchar        its name
--   service_code varchar        AWS's code, e.g. AmazonEC2; group by this
--   service varchar             its readable name where the bill has one, else the code
--   region varchar              e.g. eu-west-1
--   usage_type varchar          e.g. EU-BoxUsage:m5.large
--   operation varchar           e.g. RunInstances
--   usage_unit varchar          e.g. Hrs, GB-Mo
--   charge_type varchar         Usage, Commitment fee, Fee, Tax, Credit, Refund, Discount or Other
--   line_item_type varchar      the bill's own word
--   purchase_option varchar     Savings Plan, Reserved, Spot, On-Demand; Other for tax, fees, credits
--   commitment_arn varchar      of the Savings Plan or reservation, empty for none
--   invoice_id varchar          empty until the month is invoiced
--   seller varchar              an AWS company or a Marketplace vendor
--tag --   :column varchar  value of the resource tag :key, empty where there is none
--   currency varchar            of all five costs, e.g. USD
--   usage_amount double         what was used, in usage_unit; 0 for what is no usage
--   unblended_cost double       as invoiced, prepaid fees in the month they are paid
--   net_unblended_cost double   the same after private discounts
--   amortized_cost double       prepaid fees spread over the usage they cover, unused ones included
--   net_amortized_cost double   the same after private discounts
--   public_cost double          usage at public on-demand prices, no commitment or discount taken off
--   line_items bigint           how many rows of the bill it is
--   net_basis varchar           net, or unblended where the payer's month has no private discount
-- Reads: costs
-- Scans: 21 MB in a month of a million line items, and the map of tags where some are set; once a seal
-- Lines that begin with --tag stand for one line a tag of the setting query.tags.
SELECT
    billing_period,
    day,
    payer_account_id,
    account_id,
    account_name,
    service_code,
    service,
    region,
    usage_type,
    operation,
    usage_unit,
    charge_type,
    line_item_type,
    purchase_option,
    commitment_arn,
    invoice_id,
    seller,
    --tag :column,
    currency,
    SUM(usage_amount) AS usage_amount,
    SUM(unblended_cost) AS unblended_cost,
    SUM(net_unblended_cost) AS net_unblended_cost,
    SUM(amortized_cost) AS amortized_cost,
    SUM(net_amortized_cost) AS net_amortized_cost,
    SUM(public_cost) AS public_cost,
    COUNT(*) AS line_items,
    CAST(
        CASE
            WHEN MAX(MAX(private_discount)) OVER (
                PARTITION BY billing_period, payer_account_id
            ) > 0e0 THEN 'net'
            ELSE 'unblended'
        END AS varchar
    ) AS net_basis
FROM (
    SELECT
        billing_period,
        day,
        payer_account_id,
        account_id,
        account_name,
        service_code,
        service,
        region,
        usage_type,
        operation,
        usage_unit,
        charge_type,
        line_item_type,
        purchase_option,
        commitment_arn,
        invoice_id,
        seller,
        --tag COALESCE(element_at(tags, :key), CAST('' AS varchar)) AS :column,
        currency,
        usage_amount,
        unblended_cost,
        net_unblended_cost,
        amortized_cost,
        net_amortized_cost,
        public_cost,
        ABS(net_unblended_cost - unblended_cost) AS private_discount
    FROM costs
) AS items
GROUP BY
    billing_period,
    day,
    payer_account_id,
    account_id,
    account_name,
    service_code,
    service,
    region,
    usage_type,
    operation,
    usage_unit,
    charge_type,
    line_item_type,
    purchase_option,
    commitment_arn,
    invoice_id,
    seller,
    --tag :column,
    currency
