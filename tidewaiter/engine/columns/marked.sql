-- How far the price of each line lies from what its peers cost, in thousandths of a deviation.
-- 每项商品单价与同类价格的偏差，以千分之一偏差单位计。
-- grain: line of a parcel that is decided now
--
-- declaration_id   the declaration | 清单标识
-- gnum             number of the line | 商品项号
-- received_at      when the declaration was received | 接收时间
-- ebc_code         merchant | 电商企业代码
-- ebp_code         platform | 电商平台代码
-- hs6              first six digits of the tariff code | 六位商品编码
-- country          country of origin | 原产国
-- logistics_code   carrier | 物流企业代码
-- total_price      price of the line | 总价
-- extra            freight and insurance of the parcel | 包裹运费与保费
-- z                thousandths of a deviation that the logarithm of the unit price lies above (+) or below (-) the peers' median; at most four deviations count, whole, so that sums are exact in any order; NULL where fewer than twenty peers are known | 单价对数高于（正）或低于（负）同类中位数的千分之一偏差数；最多计四个偏差，取整以保证任意次序求和一致；无同类价格为空
SELECT
    l.declaration_id,
    l.gnum,
    d.received_at,
    d.ebc_code,
    d.ebp_code,
    left(l.gcode, 6) AS hs6,
    l.country,
    d.logistics_code,
    l.total_price,
    d.freight + d.insured_fee AS extra,
    CASE WHEN l.peer_n >= 20 AND l.qty1 > 0 AND l.total_price > 0 THEN CAST(round(greatest(least(
        (ln(CAST(l.total_price AS DOUBLE) / CAST(l.qty1 AS DOUBLE)) - l.peer_median_log_price)
        / greatest(l.peer_mad_log_price * 1.4826, 0.1), 4), -4) * 1000) AS BIGINT) END AS z
FROM line_peers AS l
JOIN compared AS d ON d.declaration_id = l.declaration_id
WHERE d.ebc_code IS NOT NULL AND d.ebp_code IS NOT NULL AND (coalesce(d.overdue, false)
    OR (d.order_id IS NOT NULL AND d.payment_id IS NOT NULL AND d.waybill_id IS NOT NULL))
