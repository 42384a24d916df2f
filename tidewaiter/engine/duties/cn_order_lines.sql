-- No lines of orders: a consignment is asked for by itself.
-- 无订单表体：仅就货件本身计算。
-- grain: line
--
-- order_id     none | 无
-- gnum         none | 无
-- item_name    none | 无
-- unit         none | 无
-- qty          none | 无
-- price        none | 无
-- total_price  none | 无
-- country      none | 无
SELECT
    CAST(NULL AS BIGINT) AS order_id,
    CAST(NULL AS INTEGER) AS gnum,
    CAST(NULL AS VARCHAR) AS item_name,
    CAST(NULL AS VARCHAR) AS unit,
    CAST(NULL AS DECIMAL(17,5)) AS qty,
    CAST(NULL AS DECIMAL(17,5)) AS price,
    CAST(NULL AS DECIMAL(17,5)) AS total_price,
    CAST(NULL AS VARCHAR) AS country
WHERE false
