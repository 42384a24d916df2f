-- The contested purses settled parcel by parcel: one that does not fit takes nothing, a later and
-- smaller one may still fit.
-- 对有超限包裹的订购人逐一结算：放不下的不占额度，其后较小的仍可放下。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- fits             every measure stays within its limit | 各项额度均未超限
-- MEASURE_used     used before this parcel | 此前已用
WITH RECURSIVE queue AS (
    SELECT *, row_number() OVER (PARTITION BY purse ORDER BY received_at, declaration_id) AS turn
    FROM ledger
    WHERE purse IN (SELECT purse FROM ledger WHERE contested)
),
settled AS (
    SELECT declaration_id, purse, turn
        /*measure*/, CAST(MEASURE_used AS DECIMAL(38,5)) AS MEASURE_used, MEASURE_amount
        /*/measure*/
        , true /*measure*/ AND (MEASURE_amount = 0
            OR MEASURE_used + MEASURE_amount <= :limit_MEASURE) /*/measure*/ AS fits
    FROM queue
    WHERE turn = 1
    UNION ALL
    SELECT declaration_id, purse, turn
        /*measure*/, MEASURE_used, MEASURE_amount /*/measure*/
        , true /*measure*/ AND (MEASURE_amount = 0
            OR MEASURE_used + MEASURE_amount <= :limit_MEASURE) /*/measure*/ AS fits
    FROM (
        SELECT q.declaration_id, q.purse, q.turn
            /*measure*/, q.MEASURE_amount,
            CAST(s.MEASURE_used + CASE WHEN s.fits THEN s.MEASURE_amount ELSE 0 END
                AS DECIMAL(38,5)) AS MEASURE_used
            /*/measure*/
        FROM settled AS s
        JOIN queue AS q ON q.purse = s.purse AND q.turn = s.turn + 1
    ) AS next
)
SELECT declaration_id, fits /*measure*/, MEASURE_used /*/measure*/ FROM settled
