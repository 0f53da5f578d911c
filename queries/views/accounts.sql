-- Question: Which accounts does the bill know, and what are they called?
-- Answers: names for account ids; accounts that came and went
-- Columns:
--   payer_account_id varchar       account that paid the account's newest bill
--   account_id varchar             account that used something
--   account_name varchar           its newest name, empty where the bill has none
--   first_billing_period varchar   first month with a charge, YYYY-MM
--   last_billing_period varchar    last month with a charge, YYYY-MM
-- Reads: costs
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
    payer_account_id,
    account_id,
    account_name,
    first_billing_period,
    last_billing_period
FROM ranked
WHERE place = 1
