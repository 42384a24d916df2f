-- What each acceptable parcel finds used of its buyer's quota, in the order of arrival. Exact where
-- all parcels of a buyer fit; where one does not, `contested` asks for the fold.
-- 各可接受包裹按到达顺序所见的订购人已用额度；有超限者由 fold 逐一结算。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- received_at      when it was received | 接收时间
-- purse            buyer and year whose quota is used | 订购人与年度
-- fits             every measure stays within its limit | 各项额度均未超限
-- contested        another parcel of the purse is affected by one that does not fit | 须逐一结算
-- MEASURE_used     used before this parcel | 此前已用
-- MEASURE_amount   what the parcel takes | 本包裹计入
SELECT
    *,
    NOT bool_and(fits) OVER (PARTITION BY purse) AND count(*) OVER (PARTITION BY purse) > 1
        AS contested
FROM (
    SELECT *, true /*measure*/ AND (MEASURE_amount = 0
        OR MEASURE_used + MEASURE_amount <= :limit_MEASURE) /*/measure*/ AS fits
    FROM (
        SELECT
            j.declaration_id,
            j.received_at,
            j.purse
            /*measure*/, j.MEASURE_amount,
            coalesce(q.MEASURE_used, 0) + coalesce(sum(j.MEASURE_amount) OVER before, 0)
                AS MEASURE_used /*/measure*/
        FROM (
            SELECT *, /*purse*/ coalesce(buyer_ix || ':' || year,
                'alone:' || declaration_id) /*/purse*/ AS purse FROM judged
            WHERE outcome = 'accepted'
        ) AS j
        LEFT JOIN used AS q ON q.purse = j.purse
        WINDOW before AS (PARTITION BY j.purse ORDER BY j.received_at, j.declaration_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ) AS counted
) AS weighed
