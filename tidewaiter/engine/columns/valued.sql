-- What a parcel is worth to customs, and on which basis it is taxed.
-- 包裹的完税价格与计税方式。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- line_count       number of lines | 商品项数
-- last_gnum        number of the last line | 最末项号
-- lines_value      sum of the prices of the lines | 表体总价合计
-- extra            freight and insurance, shared among the lines by value | 运费与保费，按价值分摊
-- dutiable_value   price of the lines, freight and insurance | 完税价格（货值、运费、保费合计）
-- tax_basis        reduced up to the single limit, full above it | 计税方式：限值内优惠，超限全额
-- taxable          no amount is negative and the value is within the annual limit | 金额非负且不超过年度限值
SELECT
    d.declaration_id,
    t.line_count,
    t.last_gnum,
    t.lines_value,
    d.freight + d.insured_fee AS extra,
    CAST(least(t.lines_value + d.freight + d.insured_fee, 999999999999) AS DECIMAL(17,5))
        AS dutiable_value,
    CASE WHEN t.lines_value + d.freight + d.insured_fee <= :cbec.limit.single
        THEN 'reduced' ELSE 'full' END AS tax_basis,
    t.lowest_price >= 0 AND d.freight >= 0 AND d.insured_fee >= 0
        AND t.lines_value + d.freight + d.insured_fee <= :cbec.limit.annual AS taxable
FROM totals AS t
JOIN declarations AS d ON d.declaration_id = t.declaration_id
