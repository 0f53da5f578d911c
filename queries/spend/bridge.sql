-- Question: Why does a month cost more or less than the one before?
-- Answers: what is new, gone, used more, dearer, committed, credited; the effects add up to the change
-- Columns:
--   account_id varchar                      account that used the service
--   service_code varchar                    e.g. AmazonEC2
--   service varchar                         its readable name where the bill has one, else the code
--   until_day bigint                        last day that both sides count; 31 when the payer's month is over
--   previous_net_amortized_cost double      the month before, until that day
--   new_net_amortized_cost double           usage types that account and region didn't have
--   gone_net_amortized_cost double          those that they no longer have
--   days_net_amortized_cost double          the same use on more or fewer days
--   usage_net_amortized_cost double         more or less use a day, as paid in the month before
--   price_net_amortized_cost double         public prices
--   commitment_net_amortized_cost double    commitments, Spot and discounts: paid a unit, public prices apart
--   credit_net_amortized_cost double        credits, refunds and discounts with a line of their own
--   fee_net_amortized_cost double           fees, tax and other
--   net_amortized_cost double               the month, until that day
-- Parameters:
--   billing period before, e.g. '2026-02'
--   billing period, e.g. '2026-03'
-- Reads: daily_costs
-- Scans: 51 kB sealed, 21 MB of line items, in a month of a million
-- The newest day with usage is still being filled, so until_day is the one before: a month that isn't over
-- is held against the same whole days. Payers' bills end on different days, so each has its own; one without
-- any usage in the month is held against the days of the others, where all of it is gone.
-- A monthly charge stands on the day it begins. What is billed by the month, or in the same amount, costs
-- the same on fewer days.
WITH placed AS (
    SELECT
        billing_period,
        payer_account_id,
        account_id,
        service_code,
        service,
        region,
        usage_type,
        usage_unit,
        charge_type,
        usage_amount,
        public_cost,
        net_amortized_cost,
        COALESCE(DAY_OF_MONTH(day), 1) AS day_of_month,
        MAX(billing_period) OVER () AS this_period,
        MIN(billing_period) OVER () AS previous_period,
        IF(charge_type = 'Usage', day) AS usage_day
    FROM daily_costs
    WHERE billing_period IN (?, ?)
),

ended AS (
    SELECT
        billing_period,
        account_id,
        service_code,
        service,
        region,
        usage_type,
        usage_unit,
        charge_type,
        usage_amount,
        public_cost,
        net_amortized_cost,
        day_of_month,
        this_period,
        previous_period,
        COALESCE(
            MAX(IF(billing_period = this_period, usage_day)) OVER (PARTITION BY payer_account_id),
            MAX(usage_day) OVER ()
        ) AS last_day
    FROM placed
),

counted AS (
    SELECT
        account_id,
        service_code,
        service,
        region,
        usage_type,
        usage_unit,
        charge_type,
        usage_amount,
        public_cost,
        net_amortized_cost,
        day_of_month,
        this_period,
        previous_period,
        billing_period = this_period AS is_this,
        IF(
            last_day < LAST_DAY_OF_MONTH(last_day), GREATEST(DAY_OF_MONTH(last_day) - 1, 1), 31
        ) AS until_day
    FROM ended
),

sums AS (
    SELECT
        account_id,
        service_code,
        region,
        usage_type,
        usage_unit,
        charge_type,
        until_day,
        this_period,
        previous_period,
        MAX(NULLIF(service, service_code)) AS service,
        SUM(IF(is_this, 0e0, net_amortized_cost)) AS previous_cost,
        SUM(IF(is_this, net_amortized_cost, 0e0)) AS cost,
        SUM(IF(is_this, 0e0, usage_amount)) AS previous_amount,
        SUM(IF(is_this, usage_amount, 0e0)) AS amount,
        SUM(IF(is_this, 0e0, public_cost)) AS previous_public,
        SUM(IF(is_this, public_cost, 0e0)) AS public,
        BOOL_OR(is_this) AS in_this,
        BOOL_OR(NOT is_this) AS in_previous
    FROM counted
    WHERE day_of_month <= until_day
    GROUP BY
        account_id,
        service_code,
        region,
        usage_type,
        usage_unit,
        charge_type,
        until_day,
        this_period,
        previous_period
),

-- How many days of each month count, where there was any use.
days AS (
    SELECT
        account_id,
        service_code,
        service,
        until_day,
        usage_unit,
        charge_type,
        previous_cost,
        cost,
        previous_amount,
        amount,
        previous_public,
        public,
        IF(in_this, CAST(LEAST(
            DAY_OF_MONTH(LAST_DAY_OF_MONTH(CAST(this_period || '-01' AS date))), until_day
        ) AS double)) AS days,
        IF(in_previous, CAST(LEAST(
            DAY_OF_MONTH(LAST_DAY_OF_MONTH(CAST(previous_period || '-01' AS date))), until_day
        ) AS double)) AS previous_days
    FROM sums
),

kinds AS (
    SELECT
        account_id,
        service_code,
        service,
        until_day,
        previous_cost,
        cost,
        CASE
            WHEN charge_type = 'Commitment fee' THEN 'commitment'
            WHEN charge_type IN ('Credit', 'Refund', 'Discount') THEN 'credit'
            WHEN charge_type <> 'Usage' THEN 'fee'
            WHEN previous_days IS NULL THEN 'new'
            WHEN days IS NULL THEN 'gone'
            WHEN previous_amount > 0e0 AND amount > 0e0 THEN 'continued'
            ELSE 'usage'
        END AS kind,
        -- What the month before would have cost with this month's days, use and public prices.
        previous_cost * IF(
            usage_unit LIKE '%-Mo%' OR amount = previous_amount, 1e0, days / previous_days
        ) AS with_days,
        previous_cost * amount / NULLIF(previous_amount, 0e0) AS with_use,
        previous_cost * COALESCE(
            public / NULLIF(previous_public, 0e0), amount / NULLIF(previous_amount, 0e0)
        ) AS with_price
    FROM days
)

SELECT
    account_id,
    service_code,
    COALESCE(MAX(service), service_code) AS service,
    until_day,
    SUM(previous_cost) AS previous_net_amortized_cost,
    SUM(IF(kind = 'new', cost, 0e0)) AS new_net_amortized_cost,
    SUM(IF(kind = 'gone', -previous_cost, 0e0)) AS gone_net_amortized_cost,
    SUM(IF(kind = 'continued', with_days - previous_cost, 0e0)) AS days_net_amortized_cost,
    SUM(
        CASE kind
            WHEN 'continued' THEN with_use - with_days
            WHEN 'usage' THEN cost - previous_cost
            ELSE 0e0
        END
    ) AS usage_net_amortized_cost,
    SUM(IF(kind = 'continued', with_price - with_use, 0e0)) AS price_net_amortized_cost,
    SUM(
        CASE kind
            WHEN 'continued' THEN cost - with_price
            WHEN 'commitment' THEN cost - previous_cost
            ELSE 0e0
        END
    ) AS commitment_net_amortized_cost,
    SUM(IF(kind = 'credit', cost - previous_cost, 0e0)) AS credit_net_amortized_cost,
    SUM(IF(kind = 'fee', cost - previous_cost, 0e0)) AS fee_net_amortized_cost,
    SUM(cost) AS net_amortized_cost
FROM kinds
GROUP BY account_id, service_code, until_day
ORDER BY net_amortized_cost DESC, account_id, service_code
