-- The lines of a declaration added up.
-- 清单表体合计。
-- grain: parcel
--
-- declaration_id    the declaration | 清单标识
-- order_id          the order | 订单标识
-- line_count        number of lines | 商品项数
-- last_gnum         number of the last line | 最末项号
-- lowest_price      lowest price of a line | 最低的表体总价
-- items             sum of the quantities | 商品件数合计
-- lines_value       sum of the prices of the lines | 表体总价合计
-- peer_lines        lines of which peers are known | 有同类价格的项数
-- expected_weight   weight in kg at which peers of this value would arrive | 按同类价值推算的重量（公斤）
-- peers             what the decision knew of peers, for the context | 决定所依据的同类价格
-- habits            what was known of earlier lines, for the context | 在先同类商品的累计情况，供记录
-- line_fired        rules of lines that fired, one bit each | 触发的表体规则（按位）
-- line_reasons      the rules that fired in lines, with evidence | 表体触发的规则及证据
-- departs_at_origin the parcel departed from the country of origin of one of its lines | 起运国为其中一项商品的原产国
-- brand             a brand that a line mentions | 商品名称提及的品牌
-- MEASURE_amount    what the parcel takes of a measure, in its unit (goods only) | 计入该项额度的数量
SELECT
    declaration_id,
    max(order_id) AS order_id,
    count(*) AS line_count,
    max(gnum) AS last_gnum,
    min(total_price) AS lowest_price,
    CAST(least(sum(qty), 999999999999) AS DECIMAL(17,5)) AS items,
    CAST(least(sum(total_price), 999999999999) AS DECIMAL(17,5)) AS lines_value,
    count(peer_n) AS peer_lines,
    CAST(least(sum(expected_grams), 999999999999999) AS DECIMAL(18,3)) / 1000 AS expected_weight,
    /*context*/ list(peer) FILTER (WHERE peer IS NOT NULL) AS peers,
    /*tiles*/ list(habit) FILTER (WHERE habit <> '') AS habits, /*/tiles*/ /*/context*/
    /*signs*/ bool_or(at_origin) AS departs_at_origin,
    max(brand) AS brand, /*/signs*/
    bit_or(fired) AS line_fired,
    list(reasons) FILTER (WHERE reasons IS NOT NULL) AS line_reasons
    /*goods*/, CAST(least(coalesce(sum(measure_amount) FILTER (WHERE measure = 'MEASURE'), 0),
        999999999999) AS DECIMAL(17,5)) AS MEASURE_amount /*/goods*/
FROM lines
GROUP BY declaration_id
