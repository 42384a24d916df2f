-- The decision about each parcel.
-- 对各包裹的决定。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- order_id         the order | 订单标识
-- payment_id       the payment | 支付单标识
-- waybill_id       the waybill | 运单标识
-- outcome          accepted, rejected or waiting | 结果：接受、退单、等待
-- status           status told to the sender; NULL while waiting | 回执状态，等待中为空
-- lane             lane of an accepted parcel | 通道
-- lane_by          what chose the lane: rule, score, budget, explored, random or none | 通道的产生方式
-- draw             keyed random number of the parcel, from 0 to 1 | 包裹的密钥随机数
-- priority         how early the parcel is inspected, from 0 to 1 | 查验优先度
-- propensity       how likely the draw was that chose the parcel; NULL where none did | 随机抽中的概率，未抽中为空
-- little_known     a new merchant, or goods of which no peer is known; NULL without a budget | 新企业或无同类价格的商品，无预算时为空
-- model            mark of the model that gave the score; NULL without one | 给出评分的模型标识，无模型时为空
-- risk             chance that an inspection finds something | 查验有所发现的概率
-- recoverable      money that an inspection is expected to bring in | 预计可追补金额
-- score            sum of the weights of the reasons | 风险分
-- dutiable_value   price of the lines, freight and insurance | 完税价格
-- duty             customs duty | 关税
-- vat              value-added tax | 增值税
-- consumption_tax  consumption tax | 消费税
-- tax_total        all taxes | 税额合计
-- tax_basis        reduced or full; NULL when nothing is levied because the parcel is not accepted | 计税方式
-- quota_amount     what the parcel takes of the buyer's annual amount | 计入年度额度的金额
-- waiting_for      documents that have not arrived | 尚未到达的单证
-- context          what the decision knew beside the documents, as JSON | 决定所依据的背景数据
-- input_hash       fingerprint of documents, context and law | 单证、背景与法规的摘要
-- buyer_ix         blind index of the buyer's identity number | 订购人证件号码盲索引
-- year             calendar year of the declaration | 申报年度
-- reasons          the rules that fired, with evidence | 触发的规则及证据
-- duties           the taxes line by line | 各项税额明细
-- contested        the quota still has to be settled parcel by parcel | 额度尚待逐一结算
-- MEASURE_amount   what the parcel takes of a measure | 计入该项额度的数量
SELECT
    declaration_id,
    order_id,
    payment_id,
    waybill_id,
    outcome,
    CASE outcome WHEN 'rejected' THEN '100' WHEN 'accepted' THEN
        /*budget*/ CASE WHEN delayed AND lane_rank = 0 THEN '120' ELSE /*/budget*/ list_extract(
        /*statuses*/ ['800', '800', '300', '500', '501'] /*/statuses*/, lane_rank + 1)
        /*budget*/ END /*/budget*/ END AS status,
    CASE WHEN outcome = 'accepted' THEN
        /*budget*/ CASE WHEN delayed AND lane_rank = 0 THEN 'delayed' ELSE /*/budget*/ list_extract(
        /*names*/ ['release', 'audit', 'documents', 'inspection', 'hold'] /*/names*/, lane_rank + 1)
        /*budget*/ END /*/budget*/ END AS lane,
    CASE WHEN outcome <> 'accepted' OR lane_rank = 0 THEN 'none'
         WHEN rule_rank = lane_rank THEN 'rule'
         WHEN score_rank = lane_rank THEN /*budget*/ CASE WHEN budgeted AND lane_rank = 3
            THEN 'budget' ELSE /*/budget*/ 'score' /*budget*/ END
         WHEN explored_by IS NOT NULL AND drawn_by IS NULL AND lane_rank = 3 THEN 'explored'
            /*/budget*/
         ELSE 'random' END AS lane_by,
    draw,
    CASE WHEN outcome = 'accepted' THEN priority END AS priority,
    CASE WHEN outcome = 'accepted' THEN coalesce(drawn_by /*budget*/, CASE WHEN rule_rank = 0
        AND score_rank = 0 THEN explored_by END /*/budget*/) END AS propensity,
    CAST(/*known*/ NULL /*/known*/ AS BOOLEAN) AS little_known,
    /*model*/ model, risk, recoverable, /*/model*/
    CAST(CASE WHEN outcome = 'accepted' THEN score ELSE 0 END AS DECIMAL(9,3)) AS score,
    dutiable_value,
    CASE WHEN outcome = 'accepted' THEN duty ELSE 0 END AS duty,
    CASE WHEN outcome = 'accepted' THEN vat ELSE 0 END AS vat,
    CASE WHEN outcome = 'accepted' THEN consumption_tax ELSE 0 END AS consumption_tax,
    CAST(CASE WHEN outcome = 'accepted' THEN tax_total ELSE 0 END AS DECIMAL(17,5)) AS tax_total,
    CASE WHEN outcome = 'accepted' THEN tax_basis END AS tax_basis,
    CASE WHEN outcome = 'accepted' THEN dutiable_value ELSE 0 END AS quota_amount,
    waiting_for,
    /*context*/ context,
    CASE WHEN outcome <> 'waiting' THEN
        sha256(concat_ws(':', digests, context, /*law*/ '' /*/law*/)) END AS input_hash,
    /*/context*/
    buyer_ix,
    year,
    CASE WHEN NOT fits THEN list_filter([/*reasons*/ NULL /*/reasons*/], lambda r: r IS NOT NULL)
        ELSE reasons END AS reasons,
    /*context*/ CASE WHEN outcome = 'accepted' THEN duties END AS duties, /*/context*/
    contested
    /*measure*/, CASE WHEN outcome = 'accepted' THEN MEASURE_amount ELSE 0 END
        AS MEASURE_amount /*/measure*/
FROM (
    SELECT
        j.* EXCLUDE (outcome),
        CASE WHEN coalesce(s.fits, true) THEN j.outcome ELSE 'rejected' END AS outcome,
        greatest(CASE WHEN j.drawn_by IS NULL THEN 0 ELSE /*inspection*/ 3 /*/inspection*/ END,
            CASE WHEN j.rule_rank > 0 OR j.score_rank > 0 THEN greatest(j.rule_rank, j.score_rank)
                ELSE j.random_rank END) AS lane_rank,
        coalesce(s.fits, true) AS fits,
        coalesce(s.contested, false) AS contested
        /*context*/, CASE WHEN j.outcome <> 'waiting' THEN
            /*scored*/ regexp_replace( /*/scored*/ /*budget*/ regexp_replace( /*/budget*/
            /*quiet*/ CASE WHEN n.snoozed IS NOT NULL THEN CAST(to_json({'known': j.known, 'quota': {
            /*measure*/ 'MEASURE': CAST(s.MEASURE_used AS VARCHAR), /*/measure*/
            }, 'snoozed': n.snoozed}) AS VARCHAR) ELSE /*/quiet*/
            CAST(to_json({'known': j.known, 'quota': {
            /*measure*/ 'MEASURE': CAST(s.MEASURE_used AS VARCHAR), /*/measure*/
            }}) AS VARCHAR) /*quiet*/ END /*/quiet*/
            /*budget*/, '[}]$', coalesce(',"budget":' || j.budget || '}', '}')) /*/budget*/
            /*scored*/, '[}]$', coalesce(',"model":' || CASE WHEN j.model IS NOT NULL THEN
                CAST(to_json({'name': j.model, 'risk': CAST(j.risk AS VARCHAR),
                'recoverable': CAST(j.recoverable AS VARCHAR)}) AS VARCHAR) END || '}', '}')) /*/scored*/
            END AS context /*/context*/
        /*measure*/, s.MEASURE_used /*/measure*/
    FROM judged AS j
    LEFT JOIN (FROM /*settled*/ settled /*/settled*/ /*exceptions*/ /*/exceptions*/) AS s
        ON s.declaration_id = j.declaration_id
    /*quiet*/ LEFT JOIN (
        SELECT declaration_id, list_sort(list(code)) AS snoozed FROM quieted GROUP BY declaration_id
    ) AS n ON n.declaration_id = j.declaration_id /*/quiet*/
) AS d
