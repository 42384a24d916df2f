-- What the documents say by themselves: the rules they break, and what later steps need of them.
-- 仅凭单证即可判断的规则，以及后续步骤所需的字段。
-- grain: parcel
--
-- declaration_id    the declaration | 清单标识
-- received_at       when it was received | 接收时间
-- year              calendar year of the day on which it is decided | 审核日所在年度
-- order_id          the order | 订单标识
-- payment_id        the payment | 支付单标识
-- waybill_id        the waybill | 运单标识
-- overdue           the deadline for the other documents passed | 其他单证到齐时限已过
-- declared_on       day of the declaration | 申报日期
-- ebp_code          platform | 电商平台代码
-- ebc_code          merchant | 电商企业代码
-- logistics_code    carrier | 物流企业代码
-- agent_code        declarant | 申报企业代码
-- ticket            declarant and own number, by which draws are keyed | 申报企业与内部编号，随机抽取的键
-- trade_mode        trade mode | 贸易方式
-- departure         country of departure | 起运国
-- freight           freight | 运费
-- insured_fee       insurance | 保费
-- address_ix        blind index of the address of delivery | 收件地址盲索引
-- buyer_phone_ix    blind index of the buyer's phone | 订购人电话盲索引
-- payment_pay_code  payment institution | 支付企业代码
-- buyer_ix          blind index of the buyer's identity number | 订购人证件号码盲索引
-- buyer_name_ix     blind index of the buyer's name | 订购人姓名盲索引
-- digests           fingerprints of the documents | 各单证内容摘要
-- compared_fired    rules that fired, one bit each | 触发的规则（按位）
-- compared_reasons  the rules that fired, with evidence | 触发的规则及证据
SELECT
    declaration_id,
    received_at,
    CAST(:year AS BIGINT) AS year,
    order_id,
    payment_id,
    waybill_id,
    overdue,
    declared_on,
    ebp_code,
    ebc_code,
    logistics_code,
    agent_code,
    agent_code || ':' || coalesce(cop_no, '') AS ticket,
    trade_mode,
    country AS departure,
    freight,
    insured_fee,
    address_ix,
    buyer_phone_ix,
    payment_pay_code,
    buyer_ix,
    buyer_name_ix,
    /*passed*/ 0 AS passed, /*/passed*/
    /*context*/ concat_ws(':', digest, order_digest, payment_digest, waybill_digest) AS digests,
    /*/context*/
    compared_fired,
    CASE WHEN compared_fired <> 0 THEN /*reasons*/ [] /*/reasons*/ END AS compared_reasons
FROM (SELECT *, /*fired*/ 0 /*/fired*/ AS compared_fired FROM matched) AS m
