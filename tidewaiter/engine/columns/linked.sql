-- Who the parcel's address, consignee and seller probably are, and what those did before today.
-- 包裹收货地址、收货人和卖家所属的聚类及其此前的情况。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- address_cluster                  cluster of the address | 地址所属聚类
-- address_cluster_nodes            spellings of the address in its cluster | 地址聚类中的不同写法数
-- address_cluster_nodes_week_ago   the same, seven nights before | 地址聚类七日前的不同写法数
-- address_cluster_identities       different identity numbers with the cluster of the address in thirty days | 地址聚类近三十日不同证件号码数
-- address_cluster_phones           different telephones of buyers with it | 地址聚类近三十日不同订购人电话数
-- address_cluster_platforms        different platforms with it | 地址聚类近三十日不同电商平台数
-- address_cluster_sellers          different merchants with it | 地址聚类近三十日不同电商企业数
-- address_cluster_parcels_1        parcels with it on the day before | 地址聚类前一日包裹数
-- address_cluster_parcels_7        parcels with it in seven days | 地址聚类近七日包裹数
-- address_cluster_parcels_30       parcels with it in thirty days | 地址聚类近三十日包裹数
-- address_cluster_value_1          dutiable value of those of the day before | 地址聚类前一日完税价格合计
-- address_cluster_value_7          dutiable value of those of seven days | 地址聚类近七日完税价格合计
-- address_cluster_value_30         dutiable value of those of thirty days | 地址聚类近三十日完税价格合计
-- address_cluster_inspected        of these, parcels that were inspected | 地址聚类近三十日查验数
-- address_cluster_confirmed        of these, parcels whose inspection confirmed a suspicion | 地址聚类近三十日查实数
-- consignee_cluster                cluster of the consignee | 收货人所属聚类
-- consignee_cluster_nodes          spellings of the consignee in its cluster | 收货人聚类中的不同写法数
-- consignee_cluster_nodes_week_ago the same, seven nights before | 收货人聚类七日前的不同写法数
-- consignee_cluster_identities     different identity numbers with the cluster of the consignee in thirty days | 收货人聚类近三十日不同证件号码数
-- consignee_cluster_phones         different telephones of buyers with it | 收货人聚类近三十日不同订购人电话数
-- consignee_cluster_platforms      different platforms with it | 收货人聚类近三十日不同电商平台数
-- consignee_cluster_sellers        different merchants with it | 收货人聚类近三十日不同电商企业数
-- consignee_cluster_parcels_1      parcels with it on the day before | 收货人聚类前一日包裹数
-- consignee_cluster_parcels_7      parcels with it in seven days | 收货人聚类近七日包裹数
-- consignee_cluster_parcels_30     parcels with it in thirty days | 收货人聚类近三十日包裹数
-- consignee_cluster_value_1        dutiable value of those of the day before | 收货人聚类前一日完税价格合计
-- consignee_cluster_value_7        dutiable value of those of seven days | 收货人聚类近七日完税价格合计
-- consignee_cluster_value_30       dutiable value of those of thirty days | 收货人聚类近三十日完税价格合计
-- consignee_cluster_inspected      of these, parcels that were inspected | 收货人聚类近三十日查验数
-- consignee_cluster_confirmed      of these, parcels whose inspection confirmed a suspicion | 收货人聚类近三十日查实数
-- seller_cluster                   cluster of the seller | 卖家所属聚类
-- seller_cluster_nodes             spellings of the seller in its cluster | 卖家聚类中的不同写法数
-- seller_cluster_nodes_week_ago    the same, seven nights before | 卖家聚类七日前的不同写法数
-- seller_cluster_identities        different identity numbers with the cluster of the seller in thirty days | 卖家聚类近三十日不同证件号码数
-- seller_cluster_phones            different telephones of buyers with it | 卖家聚类近三十日不同订购人电话数
-- seller_cluster_platforms         different platforms with it | 卖家聚类近三十日不同电商平台数
-- seller_cluster_sellers           different merchants with it | 卖家聚类近三十日不同电商企业数
-- seller_cluster_parcels_1         parcels with it on the day before | 卖家聚类前一日包裹数
-- seller_cluster_parcels_7         parcels with it in seven days | 卖家聚类近七日包裹数
-- seller_cluster_parcels_30        parcels with it in thirty days | 卖家聚类近三十日包裹数
-- seller_cluster_value_1           dutiable value of those of the day before | 卖家聚类前一日完税价格合计
-- seller_cluster_value_7           dutiable value of those of seven days | 卖家聚类近七日完税价格合计
-- seller_cluster_value_30          dutiable value of those of thirty days | 卖家聚类近三十日完税价格合计
-- seller_cluster_inspected         of these, parcels that were inspected | 卖家聚类近三十日查验数
-- seller_cluster_confirmed         of these, parcels whose inspection confirmed a suspicion | 卖家聚类近三十日查实数
-- seller_fallen                    other registrations of the seller that are suspended or closed, by code | 同一卖家已被暂停或注销的其他登记编码
-- clusters                         what the decision knew of clusters | 决定所依据的聚类情况
SELECT
    declaration_id,
    clusters.ids[1] AS address_cluster,
    clusters.address[1] AS address_cluster_nodes,
    clusters.address[2] AS address_cluster_nodes_week_ago,
    clusters.address[3] AS address_cluster_identities,
    clusters.address[4] AS address_cluster_phones,
    clusters.address[5] AS address_cluster_platforms,
    clusters.address[6] AS address_cluster_sellers,
    clusters.address[7] AS address_cluster_parcels_1,
    clusters.address[8] AS address_cluster_parcels_7,
    clusters.address[9] AS address_cluster_parcels_30,
    CAST(CAST(clusters.address[10] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS address_cluster_value_1,
    CAST(CAST(clusters.address[11] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS address_cluster_value_7,
    CAST(CAST(clusters.address[12] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS address_cluster_value_30,
    clusters.address[13] AS address_cluster_inspected,
    clusters.address[14] AS address_cluster_confirmed,
    clusters.ids[2] AS consignee_cluster,
    clusters.consignee[1] AS consignee_cluster_nodes,
    clusters.consignee[2] AS consignee_cluster_nodes_week_ago,
    clusters.consignee[3] AS consignee_cluster_identities,
    clusters.consignee[4] AS consignee_cluster_phones,
    clusters.consignee[5] AS consignee_cluster_platforms,
    clusters.consignee[6] AS consignee_cluster_sellers,
    clusters.consignee[7] AS consignee_cluster_parcels_1,
    clusters.consignee[8] AS consignee_cluster_parcels_7,
    clusters.consignee[9] AS consignee_cluster_parcels_30,
    CAST(CAST(clusters.consignee[10] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS consignee_cluster_value_1,
    CAST(CAST(clusters.consignee[11] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS consignee_cluster_value_7,
    CAST(CAST(clusters.consignee[12] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS consignee_cluster_value_30,
    clusters.consignee[13] AS consignee_cluster_inspected,
    clusters.consignee[14] AS consignee_cluster_confirmed,
    clusters.ids[3] AS seller_cluster,
    clusters.seller[1] AS seller_cluster_nodes,
    clusters.seller[2] AS seller_cluster_nodes_week_ago,
    clusters.seller[3] AS seller_cluster_identities,
    clusters.seller[4] AS seller_cluster_phones,
    clusters.seller[5] AS seller_cluster_platforms,
    clusters.seller[6] AS seller_cluster_sellers,
    clusters.seller[7] AS seller_cluster_parcels_1,
    clusters.seller[8] AS seller_cluster_parcels_7,
    clusters.seller[9] AS seller_cluster_parcels_30,
    CAST(CAST(clusters.seller[10] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS seller_cluster_value_1,
    CAST(CAST(clusters.seller[11] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS seller_cluster_value_7,
    CAST(CAST(clusters.seller[12] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5))
        AS seller_cluster_value_30,
    clusters.seller[13] AS seller_cluster_inspected,
    clusters.seller[14] AS seller_cluster_confirmed,
    clusters.fallen AS seller_fallen,
    clusters
FROM clustered
