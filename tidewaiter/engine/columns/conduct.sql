-- How the seller of each parcel dealt before it.
-- 电商企业在本包裹之前的经营情况。
-- grain: parcel that is decided now
--
-- declaration_id     the declaration | 清单标识
-- seller_parcels     parcels of the seller in thirty days, today included | 电商企业三十日内（含当日）包裹数
-- seller_today       of these today | 其中当日数
-- seller_hour        of these today, received in the same hour of the day | 其中当日同一小时接收数
-- seller_quiet       days since the last day before today on which the seller had a parcel; NULL when there was none | 距电商企业当日之前最近申报日的天数，无则为空
-- seller_near        parcels of the seller just within the single limit, from nine tenths of it | 电商企业紧贴单次限值（九成以上）的包裹数
-- seller_beyond      parcels of the seller beyond the single limit by at most a tenth | 电商企业超过单次限值不足一成的包裹数
-- seller_priced      lines of the seller that peers are known of | 电商企业有同类价格的商品项数
-- seller_z           sum of the marks of their prices, in thousandths of a deviation | 其价格偏差之和（千分之一偏差）
-- seller_on_platform parcels of the seller on the platform of this one, in this month and the last | 电商企业本月与上月在本平台的包裹数
-- seller_by_carrier  parcels of the seller with the carrier of this one, in this month and the last | 电商企业本月与上月使用本物流企业的包裹数
-- platform_parcels   parcels on the platform in thirty days, today included | 平台三十日内（含当日）包裹数
-- platform_near      of these just within the single limit | 其中紧贴单次限值的包裹数
/*few*/ SELECT
    declaration_id,
    max(n) FILTER (WHERE kind = 1) AS seller_parcels,
    max(today) FILTER (WHERE kind = 1) AS seller_today,
    max(today) FILTER (WHERE kind = 2) AS seller_hour,
    max(quiet) FILTER (WHERE kind = 1) AS seller_quiet,
    max(near) FILTER (WHERE kind = 1) AS seller_near,
    max(beyond) FILTER (WHERE kind = 1) AS seller_beyond,
    max(priced) FILTER (WHERE kind = 1) AS seller_priced,
    max(z) FILTER (WHERE kind = 1) AS seller_z,
    max(n) FILTER (WHERE kind = 3) AS seller_on_platform,
    max(n) FILTER (WHERE kind = 4) AS seller_by_carrier,
    max(n) FILTER (WHERE kind = 5) AS platform_parcels,
    max(near) FILTER (WHERE kind = 5) AS platform_near
FROM before
WHERE kind <= 5
GROUP BY declaration_id /*/few*/
/*many*/ SELECT
    w.declaration_id,
    CAST(coalesce(own.n, 0) + w.parcels AS BIGINT) AS seller_parcels,
    CAST(coalesce(own.today, 0) + w.parcels AS BIGINT) AS seller_today,
    CAST(coalesce(hourly.today, 0) + w.of_hour AS BIGINT) AS seller_hour,
    CAST(:today - own.last_day AS BIGINT) AS seller_quiet,
    CAST(coalesce(own.near, 0) + coalesce(w.near, 0) AS BIGINT) AS seller_near,
    CAST(coalesce(own.beyond, 0) + coalesce(w.beyond, 0) AS BIGINT) AS seller_beyond,
    CAST(coalesce(own.priced, 0) + coalesce(w.priced, 0) AS BIGINT) AS seller_priced,
    CAST(coalesce(own.z, 0) + coalesce(w.z, 0) AS BIGINT) AS seller_z,
    CAST(coalesce(here.n, 0) + w.here AS BIGINT) AS seller_on_platform,
    CASE WHEN w.logistics_code IS NOT NULL
        THEN CAST(coalesce(sent.n, 0) + w.sent AS BIGINT) END AS seller_by_carrier,
    CAST(coalesce(market.n, 0) + w.on_platform AS BIGINT) AS platform_parcels,
    CAST(coalesce(market.near, 0) + coalesce(w.near_on_platform, 0) AS BIGINT) AS platform_near
FROM (
    SELECT
        declaration_id, ebc_code, ebp_code, logistics_code, extract(hour FROM received_at) AS at_hour,
        row_number() OVER seller - 1 AS parcels,
        sum(near) OVER of_seller AS near,
        sum(beyond) OVER of_seller AS beyond,
        sum(priced) OVER of_seller AS priced,
        sum(z) OVER of_seller AS z,
        row_number() OVER (PARTITION BY ebc_code, extract(hour FROM received_at)
            ORDER BY received_at, declaration_id) - 1 AS of_hour,
        row_number() OVER (PARTITION BY ebc_code, ebp_code
            ORDER BY received_at, declaration_id) - 1 AS here,
        row_number() OVER (PARTITION BY ebc_code, logistics_code
            ORDER BY received_at, declaration_id) - 1 AS sent,
        row_number() OVER platform - 1 AS on_platform,
        sum(near) OVER of_platform AS near_on_platform
    FROM dealings
    WINDOW
        seller AS (PARTITION BY ebc_code ORDER BY received_at, declaration_id),
        of_seller AS (PARTITION BY ebc_code ORDER BY received_at, declaration_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        platform AS (PARTITION BY ebp_code ORDER BY received_at, declaration_id),
        of_platform AS (PARTITION BY ebp_code ORDER BY received_at, declaration_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) AS w
LEFT JOIN tiles AS own ON own.key = 'seller:' || w.ebc_code
LEFT JOIN tiles AS hourly ON hourly.key = 'hour:' || w.ebc_code || ':' || w.at_hour
LEFT JOIN tiles AS here ON here.key = 'on:' || w.ebc_code || ':' || w.ebp_code
LEFT JOIN tiles AS sent ON sent.key = 'by:' || w.ebc_code || ':' || w.logistics_code
LEFT JOIN tiles AS market ON market.key = 'platform:' || w.ebp_code /*/many*/
