-- Question: Which of these does the reader want?
-- Answers: what is chosen above the panels, and what a click on a row has added to `drill`
-- Reads: none
('*' IN (${payer_account_id:sqlstring}) OR payer_account_id IN (${payer_account_id:sqlstring}))
--each account_id service_code region category charge_type purchase_option: AND ('*' IN (${:column:sqlstring}) OR :column IN (${:column:sqlstring}))
--tag AND ('*' IN (${:column:sqlstring}) OR :column IN (${:column:sqlstring}))
AND STRPOS(LOWER(usage_type), LOWER(${usage_type:sqlstring})) > 0
--each payer_account_id account_id account_name service_code service region category usage_type charge_type purchase_option: AND (STRPOS(${drill:sqlstring}, '|:column=') = 0 OR STRPOS(${drill:sqlstring}, '|:column=' || :column || '|') > 0)
--tag AND (STRPOS(${drill:sqlstring}, '|:column=') = 0 OR STRPOS(${drill:sqlstring}, '|:column=' || :column || '|') > 0)
