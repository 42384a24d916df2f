-- What each parcel that is decided now, and each of its lines, adds to the tiles.
-- 每个待决包裹及其各项商品计入累计的内容。
-- grain: parcel or line, and tile
--
-- declaration_id   the declaration | 清单标识
-- gnum             number of the line, 0 for the parcel | 商品项号，包裹为 0
-- received_at      when the declaration was received | 接收时间
-- kind             1 the seller, 2 the seller in an hour of the day, 3 on a platform, 4 with a carrier, 5 the platform, 6 the seller's goods of a subheading, 7 goods of a subheading and origin on a platform | 1 电商企业，2 企业某小时，3 企业在某平台，4 企业用某物流，5 平台，6 企业某六位编码商品，7 平台某编码某产地商品
-- key              the tile: its kind in a word, and whom and what it is about | 累计键
-- near             worth at least nine tenths of the single limit and not more than it: 1, otherwise 0 | 完税价格在单次限值九成以上且未超限记 1，否则 0
-- beyond           worth more than the single limit by at most a tenth: 1, otherwise 0 | 超过单次限值不足一成记 1，否则 0
-- priced           lines that peers are known of | 有同类价格的商品项数
-- z                sum of the marks of their prices | 其价格偏差之和
-- zz               square of the mark of a line | 商品项价格偏差的平方
SELECT declaration_id, gnum, received_at, kind, key, near, beyond, priced, z, zz
FROM (
    SELECT declaration_id, 0 AS gnum, received_at, tile.kind, tile.key, near, beyond, priced, z, 0 AS zz
    FROM (
        SELECT declaration_id, received_at, near, beyond, priced, z,
            unnest([
                {'kind': 1, 'key': 'seller:' || ebc_code},
                {'kind': 2, 'key': 'hour:' || ebc_code || ':' || extract(hour FROM received_at)},
                {'kind': 3, 'key': 'on:' || ebc_code || ':' || ebp_code},
                {'kind': 4, 'key': 'by:' || ebc_code || ':' || logistics_code},
                {'kind': 5, 'key': 'platform:' || ebp_code}
            ]) AS tile
        FROM dealings
    ) AS parcel
    WHERE tile.key IS NOT NULL
    UNION ALL
    SELECT declaration_id, gnum, received_at, tile.kind, tile.key, 0, 0, 1, z, z * z
    FROM (
        SELECT declaration_id, gnum, received_at, z,
            unnest([
                {'kind': 6, 'key': 'goods:' || ebc_code || ':' || hs6},
                {'kind': 7, 'key': 'market:' || ebp_code || ':' || hs6 || ':' || country}
            ]) AS tile
        FROM marked
        WHERE z IS NOT NULL
    ) AS line
    WHERE tile.key IS NOT NULL
) AS whole
