-- What is known of the clusters of each parcel's address, consignee and seller.
-- 各包裹收货地址、收货人和卖家所属聚类的已知情况。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- clusters         what the decision knows of clusters | 决定所依据的聚类情况
SELECT
    m.declaration_id,
    CASE WHEN c.order_id IS NOT NULL THEN {
        'ids': c.ids, 'address': c.address, 'consignee': c.consignee, 'seller': c.seller,
        'fallen': c.fallen
    } END AS clusters
FROM compared AS m
LEFT JOIN clusters AS c ON c.order_id = m.order_id
