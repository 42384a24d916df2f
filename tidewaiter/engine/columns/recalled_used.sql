-- What the buyer had used when the parcel was decided, one column per measure.
-- 原决定时订购人年度已用额度，每项一列。
-- grain: purse
--
-- purse          the declaration itself: each parcel stands alone | 清单本身
-- MEASURE_used   amount reserved or used | 已用额度
SELECT
    CAST(declaration_id AS VARCHAR) AS purse
    /*measure*/, CAST(json_extract_string(context, '$.quota.MEASURE') AS DECIMAL(17,5))
        AS MEASURE_used /*/measure*/
FROM recalled
