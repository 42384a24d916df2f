-- Each parcel with the buyers seen before at its address and with its phone.
-- 各包裹的地址、电话与历史订购人对照。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- received_at      when it was received | 接收时间
-- address_ix       blind index of the address of delivery | 收件地址盲索引
-- phone_ix         blind index of the buyer's phone | 订购人电话盲索引
-- buyer_ix         blind index of the buyer's identity number | 订购人证件号码盲索引
-- value            dutiable value | 完税价格
-- at_address       the buyer was seen at the address before the batch | 历史上该订购人使用过该地址
-- with_phone       the buyer was seen with the phone before the batch | 历史上该订购人使用过该电话
SELECT
    d.declaration_id,
    d.received_at,
    d.address_ix,
    d.buyer_phone_ix AS phone_ix,
    d.buyer_ix,
    v.dutiable_value AS value,
    a.buyer_ix IS NOT NULL AS at_address,
    p.buyer_ix IS NOT NULL AS with_phone
FROM compared AS d
JOIN valued AS v ON v.declaration_id = d.declaration_id
LEFT JOIN seen_address AS a ON a.address_ix = d.address_ix AND a.buyer_ix = d.buyer_ix
LEFT JOIN seen_phone AS p ON p.phone_ix = d.buyer_phone_ix AND p.buyer_ix = d.buyer_ix
