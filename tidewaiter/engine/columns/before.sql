-- What was known before each parcel and line of a live batch: its tiles before the batch, and what
-- came earlier in it. The parcel itself does not count. For the few rows of a live batch pairs of
-- rows cost less than half of what the windows cost by which many are counted.
-- 实时小批中每个包裹与商品项之前的累计情况：本批之前的累计加本批在先部分，不含自身。
-- 小批以行对计算，成本不足批量所用窗口的一半。
-- grain: parcel or line, and tile
--
-- declaration_id   the declaration | 清单标识
-- gnum             number of the line, 0 for the parcel | 商品项号，包裹为 0
-- kind             kind of the tile, as in added | 累计种类，见 added
-- mark             mark of the line's price | 本项价格偏差
-- n                parcels or lines | 包裹数或商品项数
-- today            of these on the day of the batch | 其中当日数
-- near             parcels just within the single limit | 紧贴单次限值的包裹数
-- beyond           parcels just beyond it | 略超单次限值的包裹数
-- priced           lines that peers are known of | 有同类价格的商品项数
-- z                sum of the marks of their prices | 其价格偏差之和
-- zz               sum of the squares of the marks | 价格偏差平方和
-- quiet            days since the last day before that of the batch | 距当日之前最近申报日的天数
SELECT
    a.declaration_id,
    a.gnum,
    a.kind,
    a.mark,
    CAST(coalesce(t.n, 0) + a.n AS BIGINT) AS n,
    CAST(coalesce(t.today, 0) + a.n AS BIGINT) AS today,
    CAST(coalesce(t.near, 0) + coalesce(a.near, 0) AS BIGINT) AS near,
    CAST(coalesce(t.beyond, 0) + coalesce(a.beyond, 0) AS BIGINT) AS beyond,
    CAST(coalesce(t.priced, 0) + coalesce(a.priced, 0) AS BIGINT) AS priced,
    CAST(coalesce(t.z, 0) + coalesce(a.z, 0) AS BIGINT) AS z,
    CAST(coalesce(t.zz, 0) + coalesce(a.zz, 0) AS BIGINT) AS zz,
    CAST(:today - t.last_day AS BIGINT) AS quiet
FROM (
    SELECT declaration_id, gnum, kind, max(key) AS key, max(mark) AS mark,
        count(*) FILTER (WHERE earlier) AS n, sum(near) FILTER (WHERE earlier) AS near,
        sum(beyond) FILTER (WHERE earlier) AS beyond, sum(priced) FILTER (WHERE earlier) AS priced,
        sum(z) FILTER (WHERE earlier) AS z, sum(zz) FILTER (WHERE earlier) AS zz
    FROM (
        SELECT x.declaration_id, x.gnum, x.kind, x.key, x.z AS mark, y.near, y.beyond, y.priced,
            y.z, y.zz, y.received_at < x.received_at OR (y.received_at = x.received_at
            AND (y.declaration_id < x.declaration_id OR (y.declaration_id = x.declaration_id
            AND y.gnum < x.gnum))) AS earlier
        FROM added AS x
        JOIN added AS y ON y.key = x.key
    ) AS pair
    GROUP BY declaration_id, gnum, kind
) AS a
LEFT JOIN tiles AS t ON t.key = a.key
