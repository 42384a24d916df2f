-- What each acceptable parcel finds used of its buyer's quota, in the order of arrival: exact where
-- all parcels of a buyer fit. Where one of several does not, it is contested, and the fold settles.
-- 各可接受包裹按到达顺序所见的已用额度；同一订购人多个包裹中有超限者，由 folded 逐一结算。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- received_at      when it was received | 接收时间
-- purse            buyer and year whose quota is used | 订购人与年度
-- fits             every measure stays within its limit | 各项额度均未超限
-- crowded          other parcels of the batch use the same purse | 同账户另有包裹
-- contested        it does not fit, and other parcels of the batch use the same purse | 未放下且同账户另有包裹
-- MEASURE_used     used before this parcel | 此前已用
-- MEASURE_amount   what the parcel takes | 本包裹计入
SELECT *, NOT fits AND crowded AS contested
FROM (
    SELECT *, true /*measure*/ AND (MEASURE_amount = 0
        OR MEASURE_used + MEASURE_amount <= :limit_MEASURE) /*/measure*/ AS fits
    FROM (
        SELECT
            a.declaration_id,
            a.received_at,
            a.purse,
            coalesce(/*crowded*/ w.declaration_id IS NOT NULL, /*/crowded*/ false) AS crowded
            /*measure*/, a.MEASURE_amount,
            coalesce(q.MEASURE_used, 0) + coalesce(/*crowded*/ w.MEASURE_before, /*/crowded*/ 0)
                AS MEASURE_used /*/measure*/
        FROM acceptable AS a
        LEFT JOIN used AS q ON q.purse = a.purse
        /*crowded*/ LEFT JOIN (
            SELECT declaration_id
                /*measure*/, sum(MEASURE_amount) OVER before AS MEASURE_before /*/measure*/
            FROM acceptable
            WHERE purse IN (SELECT purse FROM acceptable GROUP BY purse HAVING count(*) > 1)
            WINDOW before AS (PARTITION BY purse ORDER BY received_at, declaration_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ) AS w ON w.declaration_id = a.declaration_id /*/crowded*/
    ) AS counted
) AS weighed
