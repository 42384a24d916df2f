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
SELECT
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
GROUP BY declaration_id
