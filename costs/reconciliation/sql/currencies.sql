-- In which currencies is a month billed?
SELECT
    billing_period,
    currency
FROM :relation
WHERE billing_period IN (:months) AND currency <> ''
GROUP BY billing_period, currency
ORDER BY billing_period, currency
