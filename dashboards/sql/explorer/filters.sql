-- Question: Which of these does the reader want?
-- Answers: what is chosen above the panels, and what a click on a row has added to `drill`
-- Reads: none
('*' IN (${payer_account_id:sqlstring}) OR payer_account_id IN (${payer_account_id:sqlstring}))
AND ('*' IN (${account_id:sqlstring}) OR account_id IN (${account_id:sqlstring}))
AND ('*' IN (${service_code:sqlstring}) OR service_code IN (${service_code:sqlstring}))
AND ('*' IN (${region:sqlstring}) OR region IN (${region:sqlstring}))
AND ('*' IN (${category:sqlstring}) OR category IN (${category:sqlstring}))
AND ('*' IN (${charge_type:sqlstring}) OR charge_type IN (${charge_type:sqlstring}))
AND ('*' IN (${purchase_option:sqlstring}) OR purchase_option IN (${purchase_option:sqlstring}))
--tag AND ('*' IN (${:column:sqlstring}) OR :column IN (${:column:sqlstring}))
AND STRPOS(LOWER(usage_type), LOWER(${usage_type:sqlstring})) > 0
AND (
    STRPOS(${drill:sqlstring}, '|payer_account_id=') = 0
    OR STRPOS(${drill:sqlstring}, '|payer_account_id=' || payer_account_id || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|account_id=') = 0
    OR STRPOS(${drill:sqlstring}, '|account_id=' || account_id || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|account_name=') = 0
    OR STRPOS(${drill:sqlstring}, '|account_name=' || account_name || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|service_code=') = 0
    OR STRPOS(${drill:sqlstring}, '|service_code=' || service_code || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|service=') = 0
    OR STRPOS(${drill:sqlstring}, '|service=' || service || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|region=') = 0
    OR STRPOS(${drill:sqlstring}, '|region=' || region || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|category=') = 0
    OR STRPOS(${drill:sqlstring}, '|category=' || category || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|usage_type=') = 0
    OR STRPOS(${drill:sqlstring}, '|usage_type=' || usage_type || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|charge_type=') = 0
    OR STRPOS(${drill:sqlstring}, '|charge_type=' || charge_type || '|') > 0
)
AND (
    STRPOS(${drill:sqlstring}, '|purchase_option=') = 0
    OR STRPOS(${drill:sqlstring}, '|purchase_option=' || purchase_option || '|') > 0
)
--tag AND (STRPOS(${drill:sqlstring}, '|:column=') = 0 OR STRPOS(${drill:sqlstring}, '|:column=' || :column || '|') > 0)
