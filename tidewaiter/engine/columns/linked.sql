-- Who the parcel's address, consignee and seller probably are, and what those did before today.
-- 包裹收货地址、收货人和卖家所属的聚类及其此前的情况。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- *                all columns of clusters | 聚类的全部字段
-- clusters         what the decision knew of clusters | 决定所依据的聚类情况
SELECT
    m.declaration_id,
    l.*,
    /*context*/ CASE WHEN l.order_id IS NOT NULL THEN {
        'ids': [l.address_cluster, l.consignee_cluster, l.seller_cluster],
        'facts': CAST([
            l.address_cluster_nodes, l.address_cluster_nodes_week_ago,
            l.address_cluster_identities, l.address_cluster_phones, l.address_cluster_platforms,
            l.address_cluster_sellers, l.address_cluster_parcels_1, l.address_cluster_parcels_7,
            l.address_cluster_parcels_30, l.address_cluster_value_1, l.address_cluster_value_7,
            l.address_cluster_value_30, l.address_cluster_inspected,
            l.address_cluster_confirmed, l.consignee_cluster_nodes,
            l.consignee_cluster_nodes_week_ago, l.consignee_cluster_identities,
            l.consignee_cluster_phones, l.consignee_cluster_platforms,
            l.consignee_cluster_sellers, l.consignee_cluster_parcels_1,
            l.consignee_cluster_parcels_7, l.consignee_cluster_parcels_30,
            l.consignee_cluster_value_1, l.consignee_cluster_value_7,
            l.consignee_cluster_value_30, l.consignee_cluster_inspected,
            l.consignee_cluster_confirmed, l.seller_cluster_nodes,
            l.seller_cluster_nodes_week_ago, l.seller_cluster_identities,
            l.seller_cluster_phones, l.seller_cluster_platforms, l.seller_cluster_sellers,
            l.seller_cluster_parcels_1, l.seller_cluster_parcels_7, l.seller_cluster_parcels_30,
            l.seller_cluster_value_1, l.seller_cluster_value_7, l.seller_cluster_value_30,
            l.seller_cluster_inspected, l.seller_cluster_confirmed
        ] AS DOUBLE[])} END AS clusters /*/context*/
FROM compared AS m
LEFT JOIN clusters AS l ON l.order_id = m.order_id
