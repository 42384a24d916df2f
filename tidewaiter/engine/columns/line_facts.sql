-- Each line of a declaration beside the same line of the order, its tariff line and what peers cost.
-- 清单每项商品与订单同一项、税则条目及同类商品价格并列。
-- grain: line
--
-- *                     all columns of line_peers | 清单表体及同类价格的全部字段
-- trade_mode            trade mode of the declaration | 清单贸易方式
-- order_id              the order of the declaration | 清单对应的订单
-- order_gnum            number of the line in the order; NULL when the order has no such line | 订单商品序号，无此项则为空
-- order_item_name       name of the goods in the order | 订单商品名称
-- order_unit            unit of the quantity in the order | 订单计量单位
-- order_qty             quantity in the order | 订单数量
-- order_price           price of one unit in the order | 订单单价
-- order_total_price     price of the line in the order | 订单总价
-- order_country         country of origin in the order | 订单原产国
-- tariff_gcode          the tariff code, NULL when the tariff has no such line | 税则条目，不存在则为空
-- tariff_unit1          first statutory unit of the tariff line | 税则第一法定计量单位
-- tariff_unit2          second statutory unit of the tariff line | 税则第二法定计量单位
-- positive              on the positive list of the day | 在当日正面清单内
-- measure               named goods that have a quota of their own | 有数量限制的商品类别
-- measure_amount        quantity of the named goods in the unit of their quota | 计入数量限制的数量
-- threshold_kind        when consumption tax applies: none, always, gram_ml or piece | 消费税适用条件
-- threshold             dutiable price per gram, millilitre or piece from which consumption tax applies | 消费税起征单价
-- portions              grams, millilitres or pieces in the line, as the threshold counts | 按起征单价计的数量
-- exact_price           price times quantity | 单价乘以数量
-- price_shortfall       how far below peers' median, in deviations (at least a tenth each); NULL without peers | 低于同类中位数的偏差倍数
-- expected_grams        weight at which peers of this value would arrive | 按同类价值推算的重量（克）
-- departure             country from which the parcel departed | 起运国
-- order_item_no         the merchant's number of the goods in the order | 订单商品货号
-- order_bar_code        bar code in the order | 订单商品条码
-- goods_words           words of the name that go with some chapters of the tariff | 名称中与税则某些章对应的用语
-- chapter_agrees        one of them goes with the declared chapter; NULL when the name has none | 其中之一与申报章相符，无此类用语则为空
-- forbidden_word        a word of the name for goods that may not be imported | 名称中的禁止进境物品用语
-- licensed_word         a word of the name for goods that need a licence | 名称中的凭许可证件进境物品用语
-- brand                 a brand that the name mentions | 名称提及的品牌
-- own_lines             earlier lines of the seller with the same subheading, this month and the last | 电商企业本月与上月同六位编码在先项数
-- own_shortfall         how far below them, in their deviations (at least a quarter of the peers' each); NULL below two lines | 低于本企业在先同类价格的偏差倍数，不足两项为空
-- market_lines          earlier lines on the platform with the same subheading and origin, this month and the last | 本平台本月与上月同编码同产地在先项数
-- market_shortfall      how far below them, in their deviations (at least a quarter of the peers' each); NULL below two lines | 低于同平台同产地在先价格的偏差倍数，不足两项为空
-- habit                 what was known of earlier lines, for the context | 在先同类商品的累计情况，供记录
SELECT
    l.*,
    d.trade_mode,
    d.order_id,
    ol.gnum AS order_gnum,
    ol.item_name AS order_item_name,
    ol.unit AS order_unit,
    ol.qty AS order_qty,
    ol.price AS order_price,
    ol.total_price AS order_total_price,
    ol.country AS order_country,
    g.gcode AS tariff_gcode,
    g.unit1 AS tariff_unit1,
    g.unit2 AS tariff_unit2,
    g.positive,
    g.measure,
    CASE WHEN g.measure IS NOT NULL THEN CAST(least(greatest(
        CAST(coalesce(CAST(l.qty1 AS DECIMAL(38,5)) * g.measure1,
            CAST(l.qty2 AS DECIMAL(38,5)) * g.measure2, 0) AS DECIMAL(38,5)), 0), 999999999999) AS DECIMAL(17,5)) END AS measure_amount,
    g.threshold_kind,
    g.threshold,
    CASE WHEN g.portion1 IS NOT NULL THEN CAST(l.qty1 AS DECIMAL(38,5)) * g.portion1
         WHEN g.portion2 IS NOT NULL THEN CAST(l.qty2 AS DECIMAL(38,5)) * g.portion2 END AS portions,
    CAST(l.price AS DECIMAL(38,5)) * l.qty AS exact_price,
    CASE WHEN l.qty1 > 0 AND l.total_price > 0 THEN
        (l.peer_median_log_price - ln(CAST(l.total_price AS DOUBLE) / CAST(l.qty1 AS DOUBLE)))
        / greatest(l.peer_mad_log_price, 0.1) END AS price_shortfall,
    CAST(least(greatest(round(CAST(l.total_price AS DOUBLE) * 1000.0
        / exp(l.peer_median_log_density)), 0), 1e15) AS BIGINT) AS expected_grams
    /*signs*/, d.departure,
    ol.item_no AS order_item_no,
    ol.bar_code AS order_bar_code,
    w.goods_words,
    w.chapter_agrees,
    w.forbidden_word,
    w.licensed_word,
    w.brand /*/signs*/
    /*tiles*/, h.own_n AS own_lines,
    CASE WHEN h.own_n >= 2 THEN (h.own_z / h.own_n - h.z) / greatest(sqrt(greatest(
        h.own_zz / h.own_n - (h.own_z / h.own_n) * (h.own_z / h.own_n), 0)), 250)
        END AS own_shortfall,
    h.market_n AS market_lines,
    CASE WHEN h.market_n >= 2 THEN (h.market_z / h.market_n - h.z) / greatest(sqrt(greatest(
        h.market_zz / h.market_n - (h.market_z / h.market_n) * (h.market_z / h.market_n), 0)), 250)
        END AS market_shortfall,
    concat_ws(',', h.gnum, h.z, h.own_n, h.own_z, h.own_zz, h.market_n, h.market_z, h.market_zz)
        AS habit /*/tiles*/
FROM line_peers AS l
JOIN compared AS d ON d.declaration_id = l.declaration_id
LEFT JOIN order_lines AS ol ON ol.order_id = d.order_id AND ol.gnum = l.gnum
LEFT JOIN law_goods AS g ON g.gcode = l.gcode
/*signs*/ LEFT JOIN worded AS w ON w.gname = l.gname AND w.chapter = left(l.gcode, 2) /*/signs*/
/*tiles*/ LEFT JOIN habits AS h ON h.declaration_id = l.declaration_id AND h.gnum = l.gnum /*/tiles*/
