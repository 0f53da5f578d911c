-- Question: Whose are the accounts, as the file of the setting query.accounts has them?
-- Answers: business units, owners and cost centers for account ids; names where the bill has none
-- Columns:
--   account_id varchar     12 digits
--   account_name varchar   empty where the file has none; so are the others
--   business_unit varchar  who answers for its costs
--   owner varchar          whom to ask
--   cost_center varchar    where it is booked
--   environment varchar    e.g. production
-- Reads: none
-- Scans: nothing: the rows stand in the view
-- The line that begins with --account stands for one line an account of the file. Without the file
-- there are none.
SELECT
    CAST(account_id AS varchar) AS account_id,
    CAST(account_name AS varchar) AS account_name,
    CAST(business_unit AS varchar) AS business_unit,
    CAST(owner AS varchar) AS owner,
    CAST(cost_center AS varchar) AS cost_center,
    CAST(environment AS varchar) AS environment
FROM (
    VALUES
        ('', '', '', '', '', '')
        --account , (:account_id, :account_name, :business_unit, :owner, :cost_center, :environment)
) AS listed (account_id, account_name, business_unit, owner, cost_center, environment)
WHERE account_id <> ''
