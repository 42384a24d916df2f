-- Each parcel that is decided now as a deal between a seller, a platform and a carrier.
-- 每个待决包裹所对应的电商企业、平台与物流企业之间的一次交易。
-- grain: parcel that is decided now
--
-- declaration_id   the declaration | 清单标识
-- received_at      when the declaration was received | 接收时间
-- ebc_code         merchant | 电商企业代码
-- ebp_code         platform | 电商平台代码
-- logistics_code   carrier | 物流企业代码
-- near             worth at least nine tenths of the single limit and not more than it: 1, otherwise 0 | 完税价格在单次限值九成以上且未超限记 1，否则 0
-- beyond           worth more than the single limit by at most a tenth: 1, otherwise 0 | 超过单次限值不足一成记 1，否则 0
-- priced           lines that peers are known of | 有同类价格的商品项数
-- z                sum of the marks of their prices | 其价格偏差之和
SELECT
    declaration_id,
    received_at,
    ebc_code,
    ebp_code,
    logistics_code,
    CASE WHEN value >= :cbec.limit.single * 0.9 AND value <= :cbec.limit.single
        THEN 1 ELSE 0 END AS near,
    CASE WHEN value > :cbec.limit.single AND value <= :cbec.limit.single * 1.1
        THEN 1 ELSE 0 END AS beyond,
    priced,
    z
FROM (
    SELECT declaration_id, received_at, ebc_code, ebp_code, logistics_code,
        sum(total_price) + extra AS value, count(z) AS priced,
        CAST(coalesce(sum(z), 0) AS BIGINT) AS z
    FROM marked
    GROUP BY declaration_id, received_at, ebc_code, ebp_code, logistics_code, extra
) AS v
