-- What the lines contribute: the rules they break, their value, weight and named goods.
-- 各项商品对包裹的贡献：所触发的规则、价值、重量与限量商品。
-- grain: line
--
-- declaration_id   the declaration | 清单标识
-- gnum             number of the line | 商品项号
-- order_id         the order of the declaration | 清单对应的订单
-- gcode            tariff code | 商品编码
-- qty              quantity | 数量
-- total_price      price of the line | 总价
-- measure          named goods that have a quota of their own | 有数量限制的商品类别
-- measure_amount   quantity of the named goods in the unit of their quota | 计入数量限制的数量
-- threshold_kind   when consumption tax applies | 消费税适用条件
-- threshold        price from which consumption tax applies | 消费税起征单价
-- portions         quantity as the threshold counts | 按起征单价计的数量
-- peer_n           lines of peers seen | 同类样本数
-- expected_grams   weight at which peers of this value would arrive | 按同类价值推算的重量（克）
-- peer             what the decision knew of peers, for the context | 决定所依据的同类价格
-- at_origin        the parcel departed from the line's country of origin | 起运国即该项原产国
-- brand            a brand that the name mentions | 名称提及的品牌
-- habit            what was known of earlier lines, for the context | 在先同类商品的累计情况，供记录
-- fired            rules of lines that fired, one bit each | 触发的表体规则（按位）
-- reasons          the rules that fired, with evidence | 触发的规则及证据
SELECT
    declaration_id,
    gnum,
    order_id,
    gcode,
    qty,
    total_price,
    measure,
    measure_amount,
    threshold_kind,
    threshold,
    portions,
    peer_n,
    expected_grams,
    /*signs*/ country = departure AS at_origin,
    brand, /*/signs*/
    /*context*/ CASE WHEN peer_n IS NOT NULL THEN {
        'gnum': gnum, 'n': peer_n, 'price': peer_median_log_price, 'price_mad': peer_mad_log_price,
        'density': peer_median_log_density, 'density_mad': peer_mad_log_density} END AS peer,
    /*tiles*/ habit, /*/tiles*/ /*/context*/
    fired,
    CASE WHEN fired <> 0 THEN /*reasons*/ [] /*/reasons*/ END AS reasons
FROM (SELECT *, /*fired*/ 0 /*/fired*/ AS fired FROM line_facts) AS line
