-- What a buyer has used in a year before the batch, one column per measure.
-- 订购人年度已用额度，每项一列。
-- grain: purse
--
-- purse          buyer and year | 订购人与年度
-- MEASURE_used   amount reserved or used | 已用额度
SELECT
    buyer_ix || ':' || year AS purse
    /*measure*/, sum(used) FILTER (WHERE measure = 'MEASURE') AS MEASURE_used /*/measure*/
FROM quota
GROUP BY purse
