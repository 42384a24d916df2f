-- Tax bills summed up for each guarantor and month; void bills are left out.
-- 按担保企业和月份汇总的税单，作废税单除外。
-- grain: payment slip
--
-- guarantor        firm that guarantees the tax | 担保企业
-- month            month in which the bills are summed up | 汇总月份
-- bills            number of bills | 税单数
-- void             bills left out because they are void | 作废税单数
-- customs_tax      customs duty | 关税
-- value_added_tax  value-added tax | 增值税
-- consumption_tax  consumption tax | 消费税
-- total            all taxes | 税额合计
SELECT
    guarantor,
    month,
    count(*) FILTER (WHERE status <> :cbec.bill.void) AS bills,
    count(*) FILTER (WHERE status = :cbec.bill.void) AS void,
    CAST(coalesce(sum(customs_tax) FILTER (WHERE status <> :cbec.bill.void), 0)
        AS DECIMAL(17,5)) AS customs_tax,
    CAST(coalesce(sum(value_added_tax) FILTER (WHERE status <> :cbec.bill.void), 0)
        AS DECIMAL(17,5)) AS value_added_tax,
    CAST(coalesce(sum(consumption_tax) FILTER (WHERE status <> :cbec.bill.void), 0)
        AS DECIMAL(17,5)) AS consumption_tax,
    CAST(coalesce(sum(customs_tax + value_added_tax + consumption_tax)
        FILTER (WHERE status <> :cbec.bill.void), 0) AS DECIMAL(17,5)) AS total
FROM bills
GROUP BY guarantor, month
