-- What earlier lines of the same goods cost: those of the seller, and those of the same origin on
-- the platform, in this month and the last.
-- 在先同类商品的价格偏差：本企业的，以及同平台同产地的，含本月与上月。
-- grain: line whose peers are known
--
-- declaration_id   the declaration | 清单标识
-- gnum             number of the line | 商品项号
-- z                mark of the line's price | 本项价格偏差
-- own_n            earlier lines of the seller | 本企业在先项数
-- own_z            sum of their marks | 其偏差之和
-- own_zz           sum of the squares of their marks | 其偏差平方和
-- market_n         earlier lines of the same origin on the platform | 同平台同产地在先项数
-- market_z         sum of their marks | 其偏差之和
-- market_zz        sum of the squares of their marks | 其偏差平方和
/*few*/ SELECT
    declaration_id,
    gnum,
    max(mark) AS z,
    max(n) FILTER (WHERE kind = 6) AS own_n,
    max(z) FILTER (WHERE kind = 6) AS own_z,
    max(zz) FILTER (WHERE kind = 6) AS own_zz,
    max(n) FILTER (WHERE kind = 7) AS market_n,
    max(z) FILTER (WHERE kind = 7) AS market_z,
    max(zz) FILTER (WHERE kind = 7) AS market_zz
FROM before
WHERE kind > 5
GROUP BY declaration_id, gnum /*/few*/
/*many*/ SELECT
    w.declaration_id,
    w.gnum,
    w.mark AS z,
    CAST(coalesce(own.n, 0) + w.own_n AS BIGINT) AS own_n,
    CAST(coalesce(own.z, 0) + coalesce(w.own_z, 0) AS BIGINT) AS own_z,
    CAST(coalesce(own.zz, 0) + coalesce(w.own_zz, 0) AS BIGINT) AS own_zz,
    CASE WHEN w.country IS NOT NULL
        THEN CAST(coalesce(market.n, 0) + w.market_n AS BIGINT) END AS market_n,
    CASE WHEN w.country IS NOT NULL
        THEN CAST(coalesce(market.z, 0) + coalesce(w.market_z, 0) AS BIGINT) END AS market_z,
    CASE WHEN w.country IS NOT NULL
        THEN CAST(coalesce(market.zz, 0) + coalesce(w.market_zz, 0) AS BIGINT) END AS market_zz
FROM (
    SELECT
        declaration_id, gnum, ebc_code, ebp_code, hs6, country, z AS mark,
        row_number() OVER own - 1 AS own_n,
        sum(z) OVER of_own AS own_z,
        sum(z * z) OVER of_own AS own_zz,
        row_number() OVER market - 1 AS market_n,
        sum(z) OVER of_market AS market_z,
        sum(z * z) OVER of_market AS market_zz
    FROM marked
    WHERE z IS NOT NULL AND hs6 IS NOT NULL
    WINDOW
        own AS (PARTITION BY ebc_code, hs6 ORDER BY received_at, declaration_id, gnum),
        of_own AS (PARTITION BY ebc_code, hs6 ORDER BY received_at, declaration_id, gnum
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        market AS (PARTITION BY ebp_code, hs6, country ORDER BY received_at, declaration_id, gnum),
        of_market AS (PARTITION BY ebp_code, hs6, country ORDER BY received_at, declaration_id, gnum
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) AS w
LEFT JOIN tiles AS own ON own.key = 'goods:' || w.ebc_code || ':' || w.hs6
LEFT JOIN tiles AS market
    ON market.key = 'market:' || w.ebp_code || ':' || w.hs6 || ':' || w.country /*/many*/
