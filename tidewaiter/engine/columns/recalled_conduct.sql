-- How the seller of each parcel had dealt when the parcel was decided.
-- 原决定时电商企业的经营情况。
-- grain: parcel that is decided now
--
-- declaration_id     the declaration | 清单标识
-- seller_parcels     parcels of the seller in thirty days, today included | 电商企业三十日内（含当日）包裹数
-- seller_today       of these today | 其中当日数
-- seller_hour        of these today, received in the same hour of the day | 其中当日同一小时接收数
-- seller_near        parcels of the seller just within the single limit, from nine tenths of it | 电商企业紧贴单次限值（九成以上）的包裹数
-- seller_beyond      parcels of the seller beyond the single limit by at most a tenth | 电商企业超过单次限值不足一成的包裹数
-- seller_priced      lines of the seller that peers are known of | 电商企业有同类价格的商品项数
-- seller_z           sum of the marks of their prices, in thousandths of a deviation | 其价格偏差之和（千分之一偏差）
-- seller_on_platform parcels of the seller on the platform of this one, in this month and the last | 电商企业本月与上月在本平台的包裹数
-- seller_by_carrier  parcels of the seller with the carrier of this one, in this month and the last | 电商企业本月与上月使用本物流企业的包裹数
-- platform_parcels   parcels on the platform in thirty days, today included | 平台三十日内（含当日）包裹数
-- platform_near      of these just within the single limit | 其中紧贴单次限值的包裹数
-- seller_quiet       days since the last day before today on which the seller had a parcel; NULL when there was none | 距电商企业当日之前最近申报日的天数，无则为空
SELECT
    declaration_id,
    CAST(knew[1] AS BIGINT) AS seller_parcels,
    CAST(knew[2] AS BIGINT) AS seller_today,
    CAST(knew[3] AS BIGINT) AS seller_hour,
    CAST(knew[4] AS BIGINT) AS seller_near,
    CAST(knew[5] AS BIGINT) AS seller_beyond,
    CAST(knew[6] AS BIGINT) AS seller_priced,
    CAST(knew[7] AS BIGINT) AS seller_z,
    CAST(knew[8] AS BIGINT) AS seller_on_platform,
    nullif(CAST(knew[9] AS BIGINT), -1) AS seller_by_carrier,
    CAST(knew[10] AS BIGINT) AS platform_parcels,
    CAST(knew[11] AS BIGINT) AS platform_near,
    CAST(knew[12] AS BIGINT) AS seller_quiet
FROM (
    SELECT declaration_id, string_split(json_extract_string(context, '$.conduct'), ',') AS knew
    FROM recalled
) AS c
WHERE len(knew) > 1
