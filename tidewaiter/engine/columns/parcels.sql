-- All that is known of a parcel; what rules about parcels may ask.
-- 包裹的全部已知信息，包裹级规则可引用。
-- grain: parcel
--
-- declaration_id    the declaration | 清单标识
-- received_at       when it was received | 接收时间
-- year              calendar year of the declaration | 申报年度
-- order_id          the order | 订单标识
-- payment_id        the payment | 支付单标识
-- waybill_id        the waybill | 运单标识
-- overdue           the deadline for the other documents passed | 其他单证到齐时限已过
-- buyer_ix          blind index of the buyer's identity number | 订购人证件号码盲索引
-- ticket            declarant and own number, by which draws are keyed | 申报企业与内部编号，随机抽取的键
-- digests           fingerprints of the documents | 各单证内容摘要
-- compared_fired    rules about documents that fired, one bit each | 触发的单证规则（按位）
-- compared_reasons  the rules about documents that fired | 触发的单证规则
-- platform_status   standing of the platform; NULL when it is not registered | 电商平台状态，未注册为空
-- merchant_status   standing of the merchant | 电商企业状态
-- payment_status    standing of the payment institution | 支付企业状态
-- carrier_status    standing of the carrier | 物流企业状态
-- agent_status      standing of the declarant | 申报企业状态
-- merchant_days     days since the merchant's first parcel | 电商企业首个包裹至今天数
-- merchant_most_value    highest value of one parcel for which the merchant is admitted; NULL: no limit | 电商企业附条件准入的单个包裹最高价值，无限制为空
-- merchant_most_parcels  parcels a day for which the merchant is admitted; NULL: no limit | 电商企业附条件准入的每日包裹数上限，无限制为空
-- merchant_outside       lines in chapters for which the merchant is not admitted; NULL: none | 超出电商企业准入税则章的商品项数，无则为空
-- buyer_verified    the merchant or the platform checks who the buyer is | 电商企业或平台已核验订购人身份
-- identity_agrees   answer of the identity authority, NULL when it was not asked | 身份核验结果，未核验为空
-- listed            names of the lists on which the parcel's firms, buyer, phone or address stand | 命中的名单名称
-- chain_grade       worst grade of the chains of its goods, A to D, or X where one contradicts itself; NULL where no product is known | 所含商品来源链条的最差评级，A至D，自相矛盾为X，未识别产品为空
-- clusters          what the decision knew of clusters | 决定所依据的聚类情况
-- line_count        number of lines of the declaration | 清单商品项数
-- items             sum of the quantities | 商品件数合计
-- lines_value       sum of the prices of the lines | 表体总价合计
-- order_line_count  number of lines of the order | 订单商品项数
-- order_lines_value sum of the prices of the lines of the order | 订单表体总价合计
-- peer_lines        lines of which peers are known | 有同类价格的项数
-- expected_weight   weight in kg at which peers of this value would arrive | 按同类价值推算的重量（公斤）
-- dutiable_value    price of the lines, freight and insurance | 完税价格
-- tax_basis         reduced up to the single limit, full above it | 计税方式
-- duty              customs duty | 关税
-- consumption_tax   consumption tax | 消费税
-- vat               value-added tax | 增值税
-- tax_total         all taxes; zero when they do not exceed the amount below which none is levied | 税额合计
-- luxury_lines      lines on which consumption tax applies because of their price | 因单价达到起征点而应征消费税的项数
-- address_orders    parcels to the address so far, this one included | 同一地址累计包裹数（含本包裹）
-- address_buyers    different buyers at the address so far | 同一地址累计订购人数
-- address_amount    dutiable value sent to the address so far | 同一地址累计完税价格
-- phone_buyers      different buyers with the phone so far | 同一电话累计订购人数
-- phone_names      different names of buyers with the phone in thirty days | 同一电话近三十日不同订购人姓名数
-- identity_phones  different phones of the buyer in thirty days | 同一订购人近三十日不同电话数
-- identity_addresses  different addresses of the buyer in thirty days, each counted once however it is spelt; NULL before addresses are linked | 同一订购人近三十日不同收货地址数，不同写法计一次，未关联时为空
-- peers             what the decision knew of peers | 决定所依据的同类价格
-- line_fired        rules of lines that fired, one bit each | 触发的表体规则（按位）
-- line_reasons      the rules that fired in lines | 表体触发的规则
-- duties            the taxes line by line | 各项税额明细
-- departs_at_origin the parcel departed from the country of origin of one of its lines | 起运国为其中一项商品的原产国
-- brand             a brand that a line mentions | 商品名称提及的品牌
-- seller_parcels     parcels of the seller in thirty days, today included | 电商企业三十日内（含当日）包裹数
-- seller_today       of these today | 其中当日数
-- seller_hour        of these today, received in the same hour of the day | 其中当日同一小时接收数
-- seller_quiet       days since the last day before today on which the seller had a parcel; NULL when there was none | 距电商企业当日之前最近申报日的天数，无则为空
-- seller_near        parcels of the seller just within the single limit, from nine tenths of it | 电商企业紧贴单次限值（九成以上）的包裹数
-- seller_beyond      parcels of the seller beyond the single limit by at most a tenth | 电商企业超过单次限值不足一成的包裹数
-- seller_priced      lines of the seller that peers are known of | 电商企业有同类价格的商品项数
-- seller_on_platform parcels of the seller on the platform of this one, in this month and the last | 电商企业本月与上月在本平台的包裹数
-- seller_by_carrier  parcels of the seller with the carrier of this one, in this month and the last | 电商企业本月与上月使用本物流企业的包裹数
-- platform_parcels   parcels on the platform in thirty days, today included | 平台三十日内（含当日）包裹数
-- platform_near      of these just within the single limit | 其中紧贴单次限值的包裹数
-- seller_shortfall  by how many deviations in all these lines lie below what peers cost; negative when above | 上述商品价格合计低于同类的偏差数，高于为负
-- conduct           what was known of the seller, for the context | 电商企业累计情况，供记录
-- habits            what was known of earlier lines, for the context | 在先同类商品的累计情况，供记录
-- dealt             what the parcel adds to what is known of seller and platform | 本包裹对电商企业与平台累计情况的贡献
-- MEASURE_amount    what the parcel takes of a measure, in its unit | 计入该项额度的数量
SELECT
    c.declaration_id,
    c.received_at,
    c.year,
    c.order_id,
    c.payment_id,
    c.waybill_id,
    c.overdue,
    c.buyer_ix,
    c.ticket,
    /*passed*/ /*/passed*/
    /*context*/ c.digests, /*/context*/
    c.compared_fired,
    c.compared_reasons,
    k.* EXCLUDE (declaration_id),
    CASE WHEN list_contains(k.listed, 'chain-X') THEN 'X' WHEN list_contains(k.listed, 'chain-D') THEN 'D'
        WHEN list_contains(k.listed, 'chain-C') THEN 'C' WHEN list_contains(k.listed, 'chain-B') THEN 'B'
        WHEN list_contains(k.listed, 'chain-A') THEN 'A' END AS chain_grade,
    /*context*/ {'parties': l.clusters, 'recent': g.recent,
        'uses': [n.phone_names, n.identity_phones, n.identity_addresses]} AS clusters, /*/context*/
    v.line_count,
    v.items,
    v.lines_value,
    v.order_line_count,
    v.order_lines_value,
    v.peer_lines,
    v.expected_weight,
    v.dutiable_value,
    v.tax_basis,
    coalesce(u.duty, 0) AS duty,
    coalesce(u.consumption_tax, 0) AS consumption_tax,
    coalesce(u.vat, 0) AS vat,
    coalesce(u.duty + u.consumption_tax + u.vat, 0) AS tax_total,
    u.luxury_lines,
    n.address_orders,
    n.address_buyers,
    n.address_amount,
    n.phone_names,
    n.identity_phones,
    n.identity_addresses,
    n.phone_buyers,
    /*context*/ v.peers,
    u.duties, /*/context*/
    v.line_fired,
    v.line_reasons
    /*signs*/, v.departs_at_origin,
    v.brand /*/signs*/
    /*tiles*/, t.seller_parcels,
    t.seller_today,
    t.seller_hour,
    t.seller_quiet,
    t.seller_near,
    t.seller_beyond,
    t.seller_priced,
    t.seller_z / -1000.0 AS seller_shortfall,
    t.seller_on_platform,
    t.seller_by_carrier,
    t.platform_parcels,
    t.platform_near
    /*context*/, concat_ws(',', t.seller_parcels, t.seller_today, t.seller_hour, t.seller_near,
        t.seller_beyond, t.seller_priced, t.seller_z, t.seller_on_platform,
        coalesce(t.seller_by_carrier, -1), t.platform_parcels, t.platform_near, t.seller_quiet) AS conduct,
    array_to_string(list_sort(v.habits), ';') AS habits /*/context*/
    /*few*/, e.dealt /*/few*/ /*/tiles*/
    /*goods*/, coalesce(v.MEASURE_amount, 0) AS MEASURE_amount /*/goods*/
    /*money*/, v.dutiable_value AS MEASURE_amount /*/money*/
FROM compared AS c
LEFT JOIN known AS k ON k.declaration_id = c.declaration_id
LEFT JOIN linked AS l ON l.declaration_id = c.declaration_id
LEFT JOIN gathered AS g ON g.declaration_id = c.declaration_id
LEFT JOIN valued AS v ON v.declaration_id = c.declaration_id
LEFT JOIN dues AS u ON u.declaration_id = c.declaration_id
LEFT JOIN neighbours AS n ON n.declaration_id = c.declaration_id
/*tiles*/ /*few*/ LEFT JOIN (
    SELECT declaration_id, string_agg(concat_ws(chr(31), key, near, beyond, priced, z, zz), chr(30))
        AS dealt
    FROM added GROUP BY declaration_id
) AS e ON e.declaration_id = c.declaration_id /*/few*/
LEFT JOIN conduct AS t ON t.declaration_id = c.declaration_id /*/tiles*/
/*scored*/ LEFT JOIN scored AS r ON r.declaration_id = c.declaration_id /*/scored*/
