-- The parcels that no rule rejects, with the purse that pays for them.
-- 未被规则退单的包裹及其所用额度账户。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- received_at      when it was received | 接收时间
-- purse            buyer and year whose quota is used | 订购人与年度
-- MEASURE_amount   what the parcel takes | 本包裹计入
SELECT
    declaration_id,
    received_at,
    /*purse*/ coalesce(buyer_ix || ':' || year, 'alone:' || declaration_id) /*/purse*/ AS purse
    /*measure*/, MEASURE_amount /*/measure*/
FROM judged
WHERE outcome = 'accepted'
