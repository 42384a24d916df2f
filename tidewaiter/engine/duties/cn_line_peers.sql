-- The goods of consignments to China as the steps of the assessment read lines; no peers are asked.
-- 进口到中国货件的商品，按评估步骤读取表体的形式列出，不使用同类价格。
-- grain: item
--
-- declaration_id           the consignment | 货件编号
-- gnum                     number of the item | 商品序号
-- gcode                    tariff code | 商品编码
-- qty                      how many | 件数
-- qty1                     quantity in the first statutory unit | 第一法定数量
-- qty2                     quantity in the second statutory unit | 第二法定数量
-- price                    price of one unit; not asked | 单价，不使用
-- total_price              value in the currency of the tax | 总价
-- peer_n                   none | 无
-- peer_median_log_price    none | 无
-- peer_mad_log_price       none | 无
-- peer_median_log_density  none | 无
-- peer_mad_log_density     none | 无
SELECT
    i.consignment_id AS declaration_id,
    i.number AS gnum,
    i.code AS gcode,
    i.qty,
    i.qty1,
    i.qty2,
    CAST(NULL AS DECIMAL(17,5)) AS price,
    CASE WHEN c.rate = 1 THEN i.value
         ELSE CAST(round(CAST(i.value AS DECIMAL(28,5)) * c.rate, 5) AS DECIMAL(17,5)) END
         AS total_price,
    CAST(NULL AS BIGINT) AS peer_n,
    CAST(NULL AS DOUBLE) AS peer_median_log_price,
    CAST(NULL AS DOUBLE) AS peer_mad_log_price,
    CAST(NULL AS DOUBLE) AS peer_median_log_density,
    CAST(NULL AS DOUBLE) AS peer_mad_log_density
FROM items AS i
JOIN consignments AS c ON c.consignment_id = i.consignment_id
WHERE c.regime LIKE 'cn-%'
