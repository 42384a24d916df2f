-- Each line of a declaration with what peers of the same subheading, origin and unit cost.
-- 清单每项商品及其同类（六位编码、原产国、法定单位相同）的通常价格。
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
    p.n AS peer_n,
    p.median_log_price AS peer_median_log_price,
    p.mad_log_price AS peer_mad_log_price,
    p.median_log_density AS peer_median_log_density,
    p.mad_log_density AS peer_mad_log_density
FROM declaration_lines AS l
LEFT JOIN peers AS p
    ON p.hs6 = left(l.gcode, 6) AND p.country = l.country AND p.unit1 = l.unit1
