-- What earlier lines of the same goods had cost when the parcel was decided.
-- 原决定时在先同类商品的价格偏差。
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
    CAST(knew[1] AS INTEGER) AS gnum,
    CAST(knew[2] AS BIGINT) AS z,
    CAST(knew[3] AS BIGINT) AS own_n,
    CAST(knew[4] AS BIGINT) AS own_z,
    CAST(knew[5] AS BIGINT) AS own_zz,
    CAST(knew[6] AS BIGINT) AS market_n,
    CAST(knew[7] AS BIGINT) AS market_z,
    CAST(knew[8] AS BIGINT) AS market_zz
FROM (
    SELECT declaration_id, string_split(habit, ',') AS knew
    FROM (
        SELECT DISTINCT declaration_id,
            unnest(string_split(json_extract_string(context, '$.habits'), ';')) AS habit
        FROM recalled
    ) AS s
    WHERE habit <> ''
) AS h
