-- Who the parcel's parties probably were when it was decided, and what they had done before.
-- 原决定时包裹各方所属的聚类及其此前的情况。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- *                all columns of clusters | 聚类的全部字段
-- clusters         what the decision knew of clusters | 决定所依据的聚类情况
SELECT
    declaration_id,
    CAST(NULL AS BIGINT) AS order_id,
    r.told.ids[1] AS address_cluster,
    CAST(r.told.facts[1] AS BIGINT) AS address_cluster_nodes,
    CAST(r.told.facts[2] AS BIGINT) AS address_cluster_nodes_week_ago,
    CAST(r.told.facts[3] AS BIGINT) AS address_cluster_identities,
    CAST(r.told.facts[4] AS BIGINT) AS address_cluster_phones,
    CAST(r.told.facts[5] AS BIGINT) AS address_cluster_platforms,
    CAST(r.told.facts[6] AS BIGINT) AS address_cluster_sellers,
    CAST(r.told.facts[7] AS BIGINT) AS address_cluster_parcels_1,
    CAST(r.told.facts[8] AS BIGINT) AS address_cluster_parcels_7,
    CAST(r.told.facts[9] AS BIGINT) AS address_cluster_parcels_30,
    CAST(r.told.facts[10] AS DECIMAL(17,5)) AS address_cluster_value_1,
    CAST(r.told.facts[11] AS DECIMAL(17,5)) AS address_cluster_value_7,
    CAST(r.told.facts[12] AS DECIMAL(17,5)) AS address_cluster_value_30,
    CAST(r.told.facts[13] AS BIGINT) AS address_cluster_inspected,
    CAST(r.told.facts[14] AS BIGINT) AS address_cluster_confirmed,
    r.told.ids[2] AS consignee_cluster,
    CAST(r.told.facts[15] AS BIGINT) AS consignee_cluster_nodes,
    CAST(r.told.facts[16] AS BIGINT) AS consignee_cluster_nodes_week_ago,
    CAST(r.told.facts[17] AS BIGINT) AS consignee_cluster_identities,
    CAST(r.told.facts[18] AS BIGINT) AS consignee_cluster_phones,
    CAST(r.told.facts[19] AS BIGINT) AS consignee_cluster_platforms,
    CAST(r.told.facts[20] AS BIGINT) AS consignee_cluster_sellers,
    CAST(r.told.facts[21] AS BIGINT) AS consignee_cluster_parcels_1,
    CAST(r.told.facts[22] AS BIGINT) AS consignee_cluster_parcels_7,
    CAST(r.told.facts[23] AS BIGINT) AS consignee_cluster_parcels_30,
    CAST(r.told.facts[24] AS DECIMAL(17,5)) AS consignee_cluster_value_1,
    CAST(r.told.facts[25] AS DECIMAL(17,5)) AS consignee_cluster_value_7,
    CAST(r.told.facts[26] AS DECIMAL(17,5)) AS consignee_cluster_value_30,
    CAST(r.told.facts[27] AS BIGINT) AS consignee_cluster_inspected,
    CAST(r.told.facts[28] AS BIGINT) AS consignee_cluster_confirmed,
    r.told.ids[3] AS seller_cluster,
    CAST(r.told.facts[29] AS BIGINT) AS seller_cluster_nodes,
    CAST(r.told.facts[30] AS BIGINT) AS seller_cluster_nodes_week_ago,
    CAST(r.told.facts[31] AS BIGINT) AS seller_cluster_identities,
    CAST(r.told.facts[32] AS BIGINT) AS seller_cluster_phones,
    CAST(r.told.facts[33] AS BIGINT) AS seller_cluster_platforms,
    CAST(r.told.facts[34] AS BIGINT) AS seller_cluster_sellers,
    CAST(r.told.facts[35] AS BIGINT) AS seller_cluster_parcels_1,
    CAST(r.told.facts[36] AS BIGINT) AS seller_cluster_parcels_7,
    CAST(r.told.facts[37] AS BIGINT) AS seller_cluster_parcels_30,
    CAST(r.told.facts[38] AS DECIMAL(17,5)) AS seller_cluster_value_1,
    CAST(r.told.facts[39] AS DECIMAL(17,5)) AS seller_cluster_value_7,
    CAST(r.told.facts[40] AS DECIMAL(17,5)) AS seller_cluster_value_30,
    CAST(r.told.facts[41] AS BIGINT) AS seller_cluster_inspected,
    CAST(r.told.facts[42] AS BIGINT) AS seller_cluster_confirmed,
    r.told AS clusters
FROM (
    SELECT declaration_id, CAST(json_extract(context, '$.known.clusters')
        AS STRUCT(ids BIGINT[], facts DOUBLE[])) AS told
    FROM recalled
) AS r
