-- What goods of one subheading, origin and unit cost in accepted parcels of the days looked at.
-- 所查各日已放行包裹中同类商品（六位编码、原产国、法定单位）的价格。
-- grain: kind of goods
--
-- hs6                first six digits of the tariff code | 六位商品编码
-- country            country of origin | 原产国
-- unit1              first statutory unit | 第一法定计量单位
-- n                  number of lines seen | 样本数
-- median_log_price   median of the logarithm of CNY per statutory unit | 单价对数中位数
-- mad_log_price      median absolute deviation of the same | 单价对数绝对中位差
-- median_log_density median of the logarithm of CNY per kilogram; 0 where no parcel of one line says | 每公斤价值对数中位数
-- mad_log_density    median absolute deviation of the same | 每公斤价值对数绝对中位差
WITH line AS (
    SELECT
        left(l.gcode, 6) AS hs6,
        l.country,
        l.unit1,
        ln(CAST(l.total_price AS DOUBLE) / CAST(l.qty1 AS DOUBLE)) AS log_price,
        CASE WHEN p.line_count = 1 AND p.net_weight > 0 THEN
            ln(CAST(l.total_price AS DOUBLE) / CAST(p.net_weight AS DOUBLE)) END AS log_density
    FROM line_facts AS l
    JOIN parcel_facts AS p ON p.declaration_id = l.declaration_id
    WHERE p.outcome = 'accepted' AND l.total_price > 0 AND l.qty1 > 0
        AND l.gcode IS NOT NULL AND l.country IS NOT NULL AND l.unit1 IS NOT NULL
),
typical AS (
    SELECT hs6, country, unit1, count(*) AS n, median(log_price) AS log_price,
        median(log_density) AS log_density
    FROM line GROUP BY hs6, country, unit1
)
SELECT
    t.hs6,
    t.country,
    t.unit1,
    max(t.n) AS n,
    max(t.log_price) AS median_log_price,
    median(abs(l.log_price - t.log_price)) AS mad_log_price,
    coalesce(max(t.log_density), 0.0) AS median_log_density,
    coalesce(median(abs(l.log_density - t.log_density)), 0.0) AS mad_log_density
FROM line AS l
JOIN typical AS t ON t.hs6 = l.hs6 AND t.country = l.country AND t.unit1 = l.unit1
GROUP BY t.hs6, t.country, t.unit1
