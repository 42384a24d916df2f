-- Each line with its share of freight and insurance: by value, in whole fen, rounded down.
-- 各项商品按价值分摊的运费与保费（取整到分，向下）。
-- grain: line
--
-- declaration_id  the declaration | 清单标识
-- gnum            number of the line | 商品项号
-- gcode           tariff code | 商品编码
-- total_price     price of the line | 总价
-- threshold_kind  when consumption tax applies | 消费税适用条件
-- threshold       price from which consumption tax applies | 消费税起征单价
-- portions        quantity as the threshold counts | 按起征单价计的数量
-- tax_basis       reduced or full | 计税方式
-- extra           freight and insurance of the parcel | 包裹的运费与保费
-- line_count      number of lines | 商品项数
-- is_last         the line with the highest number, which takes what rounding leaves | 最末项，承担舍入余额
-- share           the line's share | 分摊额
SELECT
    l.declaration_id,
    l.gnum,
    l.gcode,
    l.total_price,
    l.threshold_kind,
    l.threshold,
    l.portions,
    v.tax_basis,
    v.extra,
    v.line_count,
    l.gnum = v.last_gnum AS is_last,
    CASE WHEN v.line_count = 1 THEN v.extra
         WHEN v.lines_value > 0 THEN CAST(
            CAST(floor(v.extra * 100) AS BIGINT) * CAST(l.total_price * 100000 AS BIGINT)
            // CAST(v.lines_value * 100000 AS BIGINT) AS DECIMAL(12,0)) * 0.01
         ELSE 0 END AS share
FROM lines AS l
JOIN valued AS v ON v.declaration_id = l.declaration_id
WHERE v.taxable
