-- Each parcel with what was seen at its address and with its phone before the batch.
-- 各包裹的地址、电话及其历史记录。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- received_at      when it was received | 接收时间
-- address_ix       blind index of the address of delivery | 收件地址盲索引
-- phone_ix         blind index of the buyer's phone | 订购人电话盲索引
-- buyer_ix         blind index of the buyer's identity number | 订购人证件号码盲索引
-- value            dutiable value | 完税价格
-- past_orders      parcels to the address before the batch | 历史上该地址包裹数
-- past_amount      their dutiable value | 历史上该地址完税价格合计
-- past_buyers      different buyers at the address before the batch | 历史上该地址订购人数
-- past_callers     different buyers with the phone before the batch | 历史上该电话订购人数
-- at_address       this buyer was seen at the address before | 该订购人历史上使用过该地址
-- with_phone       this buyer was seen with the phone before | 该订购人历史上使用过该电话
SELECT
    d.declaration_id,
    d.received_at,
    d.address_ix,
    d.buyer_phone_ix AS phone_ix,
    d.buyer_ix,
    v.dutiable_value AS value,
    coalesce(a.orders, 0) AS past_orders,
    coalesce(a.amount, 0) AS past_amount,
    coalesce(len(a.buyers), 0) AS past_buyers,
    coalesce(len(p.buyers), 0) AS past_callers,
    coalesce(list_contains(a.buyers, d.buyer_ix), false) AS at_address,
    coalesce(list_contains(p.buyers, d.buyer_ix), false) AS with_phone
FROM compared AS d
JOIN valued AS v ON v.declaration_id = d.declaration_id
LEFT JOIN (
    SELECT address_ix, sum(orders) AS orders, sum(amount) AS amount, list(buyer_ix) AS buyers
    FROM seen_address GROUP BY address_ix
) AS a ON a.address_ix = d.address_ix
LEFT JOIN (
    SELECT phone_ix, list(buyer_ix) AS buyers FROM seen_phone GROUP BY phone_ix
) AS p ON p.phone_ix = d.buyer_phone_ix
