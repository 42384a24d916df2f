-- The ledger with the contested purses settled.
-- 结算后的额度账目。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- fits             every measure stays within its limit | 各项额度均未超限
-- contested        the purse still has to be settled | 尚待结算
-- MEASURE_used     used before this parcel | 此前已用
SELECT
    l.declaration_id,
    coalesce(f.fits, l.fits) AS fits,
    false AS contested
    /*measure*/, coalesce(f.MEASURE_used, l.MEASURE_used) AS MEASURE_used /*/measure*/
FROM ledger AS l
LEFT JOIN folded AS f ON f.declaration_id = l.declaration_id
