-- Each line of a declaration with what peers cost when it was decided.
-- 清单每项商品及其原决定时的同类价格。
-- grain: line
--
-- *                       all columns of declaration_lines | 清单表体的全部字段
-- peer_n                  lines of peers seen | 同类样本数
-- peer_median_log_price   median logarithm of peers' price per statutory unit | 同类单价对数中位数
-- peer_mad_log_price      median absolute deviation of the same | 同类单价对数绝对中位差
-- peer_median_log_density median logarithm of peers' price per kilogram | 同类每公斤价值对数中位数
-- peer_mad_log_density    median absolute deviation of the same | 同类每公斤价值对数绝对中位差
SELECT
    l.*,
    p.peer.n AS peer_n,
    p.peer.price AS peer_median_log_price,
    p.peer.price_mad AS peer_mad_log_price,
    p.peer.density AS peer_median_log_density,
    p.peer.density_mad AS peer_mad_log_density
FROM declaration_lines AS l
LEFT JOIN (
    SELECT declaration_id, unnest(CAST(json_extract(context, '$.known.peers') AS STRUCT(
        gnum INTEGER, n BIGINT, price DOUBLE, price_mad DOUBLE,
        density DOUBLE, density_mad DOUBLE)[])) AS peer
    FROM recalled
) AS p ON p.declaration_id = l.declaration_id AND p.peer.gnum = l.gnum
