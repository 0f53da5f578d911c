-- Question: What does each line item of FOCUS cost, on every cost basis that FOCUS knows?
-- Answers: the same as costs_cur2, in the FinOps Foundation's open format
-- Columns: those of costs_cur2
-- Reads: focus
-- Scans: as costs_cur2
-- FOCUS takes private discounts off each row, so gross and net are the same here. FOCUS 1.0 has no
-- invoices and meters, FOCUS 1.2 no cost categories: these columns are empty then. Tags and units are in
-- CUR's words, so that a month of FOCUS can be held against one of CUR: docs/cost-language.md has the rules.
SELECT
    billing_period,
    CAST(chargeperiodstart AS date) AS day,
    COALESCE(billingaccountid, CAST('' AS varchar)) AS payer_account_id,
    COALESCE(subaccountid, CAST('' AS varchar)) AS account_id,
    COALESCE(subaccountname, CAST('' AS varchar)) AS account_name,
    COALESCE(NULLIF(x_servicecode, ''), servicename, CAST('' AS varchar)) AS service_code,
    COALESCE(NULLIF(servicename, ''), x_servicecode, CAST('' AS varchar)) AS service,
    COALESCE(regionid, CAST('' AS varchar)) AS region,
    COALESCE(availabilityzone, CAST('' AS varchar)) AS availability_zone,
    COALESCE(skumeter, CAST('' AS varchar)) AS usage_type,
    COALESCE(x_operation, CAST('' AS varchar)) AS operation,
    COALESCE(resourceid, CAST('' AS varchar)) AS resource_id,
    CAST(
        CASE
            WHEN chargecategory IN ('Usage', 'Purchase') AND chargeclass = 'Correction'
                THEN 'Refund'
            WHEN chargecategory = 'Usage' AND commitmentdiscountstatus = 'Unused'
                THEN 'Commitment fee'
            WHEN chargecategory = 'Purchase' AND COALESCE(commitmentdiscountid, '') <> ''
                THEN 'Commitment fee'
            WHEN chargecategory = 'Purchase' THEN 'Fee'
            WHEN chargecategory IN ('Usage', 'Tax', 'Credit') THEN chargecategory
            ELSE 'Other'
        END AS varchar
    ) AS charge_type,
    COALESCE(chargecategory, CAST('' AS varchar)) AS line_item_type,
    CAST(
        CASE
            WHEN commitmentdiscountcategory = 'Spend' THEN 'Savings Plan'
            WHEN commitmentdiscountcategory = 'Usage' THEN 'Reserved'
            WHEN COALESCE(chargecategory, '') <> 'Usage' OR chargeclass = 'Correction' THEN 'Other'
            WHEN pricingcategory = 'Dynamic' THEN 'Spot'
            ELSE 'On-Demand'
        END AS varchar
    ) AS purchase_option,
    COALESCE(commitmentdiscountid, CAST('' AS varchar)) AS commitment_arn,
    CASE
        WHEN COALESCE(chargecategory, '') <> 'Usage' THEN 0e0
        WHEN chargeclass = 'Correction' OR commitmentdiscountstatus = 'Unused' THEN 0e0
        ELSE COALESCE(consumedquantity, 0e0)
    END AS usage_amount,
    CAST(
        CASE
            WHEN consumedunit IN ('Hours', 'LCU-Hours') THEN REPLACE(consumedunit, 'Hours', 'Hrs')
            WHEN consumedunit LIKE '%-Months' THEN REPLACE(consumedunit, '-Months', '-Mo')
            ELSE COALESCE(consumedunit, '')
        END AS varchar
    ) AS usage_unit,
    COALESCE(billedcost, 0e0) AS unblended_cost,
    COALESCE(billedcost, 0e0) AS net_unblended_cost,
    COALESCE(effectivecost, 0e0) AS amortized_cost,
    COALESCE(effectivecost, 0e0) AS net_amortized_cost,
    CASE
        WHEN chargecategory IN ('Tax', 'Credit') OR chargeclass = 'Correction' THEN 0e0
        WHEN commitmentdiscountstatus = 'Unused' THEN 0e0
        WHEN chargecategory = 'Usage' AND COALESCE(commitmentdiscountid, '') <> ''
            THEN COALESCE(listcost, 0e0)
        WHEN chargecategory = 'Usage' THEN COALESCE(NULLIF(listcost, 0e0), billedcost, 0e0)
        WHEN chargecategory = 'Purchase' AND COALESCE(commitmentdiscountid, '') <> '' THEN 0e0
        ELSE COALESCE(billedcost, 0e0)
    END AS public_cost,
    COALESCE(billingcurrency, CAST('' AS varchar)) AS currency,
    COALESCE(invoiceid, CAST('' AS varchar)) AS invoice_id,
    COALESCE(publishername, CAST('' AS varchar)) AS seller,
    COALESCE(
        element_at(
            TRANSFORM(
                -- The names once, as the one element of an array: the function of each tag looks at all.
                ARRAY[
                    TRANSFORM(
                        MAP_KEYS(tags),
                        key -> LOWER(
                            REGEXP_REPLACE(
                                REGEXP_REPLACE(
                                    REGEXP_REPLACE(
                                        IF(key LIKE 'aws:%', key, 'user:' || key), '([A-Z])', '_$1'
                                    ),
                                    '[^A-Za-z0-9]+',
                                    '_'
                                ),
                                '_$',
                                ''
                            )
                        )
                    )
                ],
                names -> MAP(
                    ARRAY_DISTINCT(names),
                    TRANSFORM(
                        ARRAY_DISTINCT(names),
                        name -> element_at(MAP_VALUES(tags), ARRAY_POSITION(names, name))
                    )
                )
            ),
            1
        ),
        CAST(MAP() AS map(varchar, varchar))
    ) AS tags,
    CAST(MAP() AS map(varchar, varchar)) AS cost_categories
FROM focus
