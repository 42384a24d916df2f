-- What had come to the parcel's consignee lately when it was decided.
-- 原决定时收货人近期到货情况。
-- grain: parcel
--
-- declaration_id           the declaration | 清单标识
-- consignee_parcels_24h    parcels to the consignee in 24 hours | 24 小时内收货人包裹数
-- consignee_buyers_24h     different buyers of those in 24 hours | 24 小时内其订购人数
-- consignee_merchants_24h  different merchants of those in 24 hours | 24 小时内其电商企业数
-- consignee_amount_24h     their dutiable value in 24 hours | 24 小时内其完税价格合计
-- consignee_parcels_72h    parcels to the consignee in 72 hours | 72 小时内收货人包裹数
-- consignee_buyers_72h     different buyers of those in 72 hours | 72 小时内其订购人数
-- consignee_merchants_72h  different merchants of those in 72 hours | 72 小时内其电商企业数
-- consignee_platforms_72h  different platforms of those in 72 hours | 72 小时内其电商平台数
-- consignee_amount_72h     their dutiable value in 72 hours | 72 小时内其完税价格合计
-- consignee_parcels_7d     parcels to the consignee in seven days | 七日内收货人包裹数
-- consignee_buyers_7d      different buyers of those in seven days | 七日内其订购人数
-- consignee_merchants_7d   different merchants of those in seven days | 七日内其电商企业数
-- consignee_amount_7d      their dutiable value in seven days | 七日内其完税价格合计
-- recent                   all of these, amounts in 0.00001 | 上述各项，金额以 0.00001 计
SELECT
    declaration_id,
    recent[1] AS consignee_parcels_24h,
    recent[2] AS consignee_buyers_24h,
    recent[3] AS consignee_merchants_24h,
    CAST(CAST(recent[4] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5)) AS consignee_amount_24h,
    recent[5] AS consignee_parcels_72h,
    recent[6] AS consignee_buyers_72h,
    recent[7] AS consignee_merchants_72h,
    CAST(CAST(recent[8] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5)) AS consignee_amount_72h,
    recent[9] AS consignee_parcels_7d,
    recent[10] AS consignee_buyers_7d,
    recent[11] AS consignee_merchants_7d,
    CAST(CAST(recent[12] AS DECIMAL(18,0)) * 0.00001 AS DECIMAL(17,5)) AS consignee_amount_7d,
    recent[13] AS consignee_platforms_72h,
    recent
FROM (
    SELECT declaration_id,
        CAST(json_extract(context, '$.known.clusters.recent') AS BIGINT[]) AS recent
    FROM recalled
) AS r
