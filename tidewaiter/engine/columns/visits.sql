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
-- name_ix          blind index of the buyer's name | 订购人姓名盲索引
-- home             cluster of the address | 地址所属聚类
-- past_phones      different phones of the buyer before the batch | 历史上该订购人电话数
-- past_homes       different addresses of the buyer before the batch | 历史上该订购人地址数
-- past_names       different names with the phone before the batch | 历史上该电话姓名数
-- own_phone        the buyer used this phone before | 该订购人历史上使用过该电话
-- own_home         the buyer ordered to this address before | 该订购人历史上使用过该地址
-- own_name         the phone was used in this name before | 该电话历史上使用过该姓名
-- cluster          cluster of the consignee | 收货人所属聚类
-- hour             the hour in which it was received | 接收的小时
-- ebp_code         the platform | 电商平台
-- ebc_code         the merchant | 电商企业
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
    coalesce(list_contains(p.buyers, d.buyer_ix), false) AS with_phone,
    d.buyer_name_ix AS name_ix,
    c.clusters.ids[1] AS home,
    coalesce(len(s.phones), 0) AS past_phones,
    coalesce(len(s.addresses), 0) AS past_homes,
    coalesce(len(n.names), 0) AS past_names,
    coalesce(list_contains(s.phones, d.buyer_phone_ix), false) AS own_phone,
    coalesce(list_contains(s.addresses, c.clusters.ids[1]), false) AS own_home,
    coalesce(list_contains(n.names, d.buyer_name_ix), false) AS own_name,
    c.clusters.ids[2] AS cluster,
    date_trunc('hour', d.received_at) AS hour,
    d.ebp_code,
    d.ebc_code
FROM compared AS d
JOIN valued AS v ON v.declaration_id = d.declaration_id
JOIN clustered AS c ON c.declaration_id = d.declaration_id
LEFT JOIN seen_identity AS s ON s.buyer_ix = d.buyer_ix
LEFT JOIN seen_name AS n ON n.phone_ix = d.buyer_phone_ix
LEFT JOIN (
    SELECT address_ix, sum(orders) AS orders, sum(amount) AS amount, list(buyer_ix) AS buyers
    FROM seen_address GROUP BY address_ix
) AS a ON a.address_ix = d.address_ix
LEFT JOIN (
    SELECT phone_ix, list(buyer_ix) AS buyers FROM seen_phone GROUP BY phone_ix
) AS p ON p.phone_ix = d.buyer_phone_ix
