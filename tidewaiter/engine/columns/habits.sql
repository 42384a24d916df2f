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
SELECT
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
GROUP BY declaration_id, gnum
