-- Question: Which accounts does the bill know, what are they called, and whose are they?
-- Answers: names and business units for account ids; accounts that came and went
-- Columns:
--   payer_account_id varchar       account that paid the account's newest bill
--   account_id varchar             account that used something
--   account_name varchar           its name in the file of query.accounts, else its newest in the bill
--   business_unit varchar          of the file, like what follows; empty where it has none
--   owner varchar                  whom to ask
--   cost_center varchar            where it is booked
--   environment varchar            e.g. production
--   first_billing_period varchar   first month with a charge, YYYY-MM
--   last_billing_period varchar    last month with a charge, YYYY-MM
-- Reads: costs, listed_accounts
-- Scans: four small columns of every month, under 1 MB per million line items
WITH named AS (
    SELECT
        payer_account_id,
        account_id,
        account_name,
        MIN(billing_period) AS first_billing_period,
        MAX(billing_period) AS last_billing_period,
        MAX(day) AS last_day
    FROM costs
    WHERE account_id <> ''
    GROUP BY payer_account_id, account_id, account_name
),

ranked AS (
    SELECT
        payer_account_id,
        account_id,
        account_name,
        MIN(first_billing_period) OVER (PARTITION BY account_id) AS first_billing_period,
        MAX(last_billing_period) OVER (PARTITION BY account_id) AS last_billing_period,
        ROW_NUMBER() OVER (
            PARTITION BY account_id
            ORDER BY IF(account_name = '', 1, 0), last_day DESC, account_name, payer_account_id
        ) AS place
    FROM named
)

SELECT
    ranked.payer_account_id,
    ranked.account_id,
    COALESCE(NULLIF(listed.account_name, ''), ranked.account_name) AS account_name,
    COALESCE(listed.business_unit, CAST('' AS varchar)) AS business_unit,
    COALESCE(listed.owner, CAST('' AS varchar)) AS owner,
    COALESCE(listed.cost_center, CAST('' AS varchar)) AS cost_center,
    COALESCE(listed.environment, CAST('' AS varchar)) AS environment,
    ranked.first_billing_period,
    ranked.last_billing_period
FROM ranked
LEFT JOIN listed_accounts AS listed ON ranked.account_id = listed.account_id
WHERE ranked.place = 1
