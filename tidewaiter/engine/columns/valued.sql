-- What a parcel is worth to customs, and on which basis it is taxed.
-- 包裹的完税价格与计税方式。
-- grain: parcel
--
-- *                  all columns of totals | 清单表体合计的全部字段
-- extra              freight and insurance, shared among the lines by value | 运费与保费，按价值分摊
-- dutiable_value     price of the lines, freight and insurance | 完税价格（货值、运费、保费合计）
-- tax_basis          reduced up to the single limit, full above it | 计税方式：限值内优惠，超限全额
-- taxable            no amount is negative and the value is within the annual limit | 金额非负且不超过年度限值
-- order_line_count   number of lines of the order | 订单商品项数
-- order_lines_value  sum of the prices of the lines of the order | 订单表体总价合计
SELECT
    t.*,
    d.freight + d.insured_fee AS extra,
    CAST(least(t.lines_value + d.freight + d.insured_fee, 999999999999) AS DECIMAL(17,5))
        AS dutiable_value,
    CASE WHEN t.lines_value + d.freight + d.insured_fee <= :cbec.limit.single
        THEN 'reduced' ELSE 'full' END AS tax_basis,
    t.lowest_price >= 0 AND d.freight >= 0 AND d.insured_fee >= 0
        AND t.lines_value + d.freight + d.insured_fee <= :cbec.limit.annual AS taxable,
    o.line_count AS order_line_count,
    o.lines_value AS order_lines_value
FROM totals AS t
JOIN compared AS d ON d.declaration_id = t.declaration_id
LEFT JOIN (
    SELECT order_id, count(*) AS line_count,
        CAST(least(sum(total_price), 999999999999) AS DECIMAL(17,5)) AS lines_value
    FROM order_lines GROUP BY order_id
) AS o ON o.order_id = t.order_id
