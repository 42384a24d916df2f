-- What the rules say of each parcel, before the quota: outcome, reasons, score and lane.
-- 各包裹在计额度之前的结论：结果、理由、风险分与通道。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- received_at      when it was received | 接收时间
-- order_id         the order | 订单标识
-- payment_id       the payment | 支付单标识
-- waybill_id       the waybill | 运单标识
-- buyer_ix         blind index of the buyer's identity number | 订购人证件号码盲索引
-- year             calendar year of the declaration | 申报年度
-- outcome          accepted, rejected or waiting | 结果：接受、退单、等待
-- waiting_for      documents that have not arrived | 尚未到达的单证
-- draw             keyed random number of the parcel, from 0 to 1 | 包裹的密钥随机数
-- score            sum of the weights of the reasons | 风险分
-- rule_rank        strictest lane that a rule asked for | 规则要求的最严通道
-- score_rank       lane that the score asks for | 分数对应通道
-- random_rank      lane that the draw asks for | 随机抽中的通道
-- drawn_by         drawn for inspection among all parcels, with this share | 在全部包裹中随机抽中查验时的抽取比例
-- little_known     a new merchant, or goods of which no peer is known | 新企业或无同类价格的商品
-- explored_by      drawn among parcels of which little is known, with this share | 在所知甚少的包裹中抽中时的抽取比例
-- delayed          it waits until the office's delay is over | 须待延迟时间届满
-- budgeted         the office has a budget of inspections | 申报地海关设有查验预算
-- priority         how early the parcel is inspected, from 0 to 1 | 查验优先度
-- model            mark of the model that gave the score | 给出评分的模型标识
-- risk             chance that an inspection finds something | 查验有所发现的概率
-- recoverable      money that an inspection is expected to bring in | 预计可追补金额
-- budget           shares by which the office chose, as JSON | 申报地海关的抽取比例
-- reasons          the rules that fired, with evidence | 触发的规则及证据
-- dutiable_value   price of the lines, freight and insurance | 完税价格
-- tax_basis        reduced or full | 计税方式
-- duty             customs duty | 关税
-- consumption_tax  consumption tax | 消费税
-- vat              value-added tax | 增值税
-- tax_total        all taxes | 税额合计
-- duties           the taxes line by line | 各项税额明细
-- known            context that the decision used | 决定所依据的背景数据
-- digests          fingerprints of the documents | 各单证内容摘要
-- conduct          what was known of the seller | 电商企业累计情况
-- habits           what was known of earlier lines of the same goods | 在先同类商品累计情况
-- dealt            what the parcel adds to what is known of seller and platform | 本包裹对累计情况的贡献
-- MEASURE_amount   what the parcel takes of a measure | 计入该项额度的数量
SELECT
    declaration_id,
    received_at,
    order_id,
    payment_id,
    waybill_id,
    buyer_ix,
    year,
    outcome,
    CASE WHEN outcome = 'waiting' THEN concat_ws(',',
        CASE WHEN order_id IS NULL THEN 'order' END,
        CASE WHEN payment_id IS NULL THEN 'payment' END,
        CASE WHEN waybill_id IS NULL THEN 'waybill' END) END AS waiting_for,
    draw,
    CASE WHEN outcome = 'accepted' THEN score ELSE 0 END AS score,
    CASE WHEN outcome = 'accepted' THEN greatest(0, /*lanes*/ 0 /*/lanes*/) END AS rule_rank,
    CASE WHEN outcome = 'accepted' THEN CASE /*scores*/ WHEN false THEN 0 /*/scores*/ ELSE 0 END
        END AS score_rank,
    CASE WHEN outcome = 'accepted' THEN CASE /*random*/ WHEN false THEN 0 /*/random*/ ELSE 0 END
        END AS random_rank,
    CASE WHEN outcome = 'accepted' AND draw < /*uniform*/ 0.0 /*/uniform*/ THEN /*uniform*/ 0.0
        /*/uniform*/ END AS drawn_by,
    /*budget*/ CASE WHEN uniform IS NOT NULL THEN /*unknown*/ false /*/unknown*/ END AS little_known,
    CASE WHEN outcome = 'accepted' AND /*unknown*/ false /*/unknown*/
        AND second_draw < CAST(explored AS DOUBLE) THEN CAST(explored AS DOUBLE) END AS explored_by,
    uniform IS NOT NULL AS budgeted,
    coalesce(delay, false) AS delayed, /*/budget*/
    CASE WHEN outcome = 'accepted' THEN priority END AS priority,
    /*scored*/ model, risk, recoverable, /*/scored*/
    CASE WHEN outcome <> 'waiting' AND (fired <> 0 OR compared_fired <> 0
            OR line_fired <> 0) THEN list_sort(list_filter(
        list_concat(list_concat([/*reasons*/ NULL /*/reasons*/], compared_reasons),
            flatten(line_reasons)),
        lambda r: r IS NOT NULL AND (r.rank <= /*rejects*/ 0 /*/rejects*/) = (outcome = 'rejected')))
        END AS reasons,
    dutiable_value,
    tax_basis,
    duty,
    consumption_tax,
    vat,
    tax_total,
    /*context*/ CASE WHEN outcome = 'accepted' THEN duties END AS duties,
    CASE WHEN outcome <> 'waiting' THEN {
        'platform': platform_status, 'merchant': merchant_status, 'payment': payment_status,
        'carrier': carrier_status, 'agent': agent_status, 'merchant_days': merchant_days,
        'most_value': CAST(merchant_most_value AS VARCHAR), 'most_parcels': merchant_most_parcels,
        'outside': merchant_outside,
        'verified': buyer_verified, 'identity': identity_agrees, 'listed': listed,
        'address': [address_orders, address_buyers],
        'address_amount': CAST(address_amount AS VARCHAR), 'phone': phone_buyers,
        'clusters': clusters, 'peers': list_sort(peers)} END AS known,
    /*budget*/ CASE WHEN uniform IS NOT NULL THEN CAST(to_json({
        'cut': CAST(cut AS VARCHAR), 'uniform': CAST(uniform AS VARCHAR),
        'explored': CAST(explored AS VARCHAR), 'documents': CAST(documents AS VARCHAR),
        'audit': CAST(audit AS VARCHAR),
        'delay': CAST(coalesce(delay, false) AS VARCHAR)}) AS VARCHAR) END AS budget, /*/budget*/
    digests,
    /*tiles*/ conduct,
    habits, /*/tiles*/ /*/context*/
    /*tiles*/ /*few*/ dealt, /*/few*/ /*/tiles*/
    /*measure*/ MEASURE_amount, /*/measure*/
FROM (
    SELECT
        *,
        1 - /*safe*/ 1::DOUBLE /*/safe*/ / (1 + CAST(score AS DOUBLE))
            /*budget*/ + CASE WHEN uniform IS NULL THEN 0 ELSE second_draw / 1000000 END /*/budget*/
            AS priority
    FROM (
    SELECT
        *,
        CASE WHEN NOT coalesce(overdue, false)
                AND (order_id IS NULL OR payment_id IS NULL OR waybill_id IS NULL) THEN 'waiting'
             WHEN /*rejected*/ false /*/rejected*/ THEN 'rejected'
             ELSE 'accepted' END AS outcome,
        /*score*/ 0 /*/score*/ AS score,
        /*draw*/ 0.0 /*/draw*/ AS draw
        /*budget*/, /*second*/ 0.0 /*/second*/ AS second_draw /*/budget*/
    FROM (SELECT *, /*fired*/ 0 /*/fired*/ AS fired FROM parcels) AS p
    ) AS s
    /*budget*/ LEFT JOIN (SELECT declaration_id AS budgeted_id, * EXCLUDE (declaration_id)
        FROM budgeted) AS b ON b.budgeted_id = s.declaration_id /*/budget*/
) AS q
