-- Who else had parcels sent to this address or used this phone, up to and including this parcel:
-- what was seen before the batch, and what came earlier in the batch.
-- 同一地址、同一电话截至本包裹（含）的使用情况：历史记录加本批在先包裹。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- address_orders   parcels to the address | 同一地址包裹数
-- address_buyers   different buyers at the address | 同一地址不同订购人数
-- address_amount   dutiable value of the parcels to the address | 同一地址完税价格合计
-- phone_buyers     different buyers with the phone | 同一电话不同订购人数
-- phone_names      different names of buyers with the phone in thirty days | 同一电话近三十日不同订购人姓名数
-- identity_phones  different phones of the buyer in thirty days | 同一订购人近三十日不同电话数
-- identity_addresses  different addresses of the buyer in thirty days, each counted once however it is spelt; NULL before addresses are linked | 同一订购人近三十日不同收货地址数，不同写法计一次，未关联时为空
SELECT
    v.declaration_id,
    CAST(v.past_orders + coalesce(/*crowded*/ h.orders, /*/crowded*/ 1) AS BIGINT)
        AS address_orders,
    CAST(v.past_buyers + coalesce(/*crowded*/ h.buyers, /*/crowded*/
        CASE WHEN v.at_address THEN 0 ELSE 1 END) AS BIGINT) AS address_buyers,
    CAST(least(v.past_amount + coalesce(/*crowded*/ h.amount, /*/crowded*/ v.value), 999999999999)
        AS DECIMAL(17,5)) AS address_amount,
    CAST(v.past_callers + coalesce(/*crowded*/ c.buyers, /*/crowded*/
        CASE WHEN v.with_phone THEN 0 ELSE 1 END) AS BIGINT) AS phone_buyers,
    CAST(v.past_names + coalesce(/*crowded*/ c.names, /*/crowded*/
        CASE WHEN v.own_name THEN 0 ELSE 1 END) AS BIGINT) AS phone_names,
    CAST(v.past_phones + coalesce(/*crowded*/ b.phones, /*/crowded*/
        CASE WHEN v.own_phone THEN 0 ELSE 1 END) AS BIGINT) AS identity_phones,
    CASE WHEN v.home IS NOT NULL THEN
        CAST(v.past_homes + coalesce(/*crowded*/ b.homes, /*/crowded*/
            CASE WHEN v.own_home THEN 0 ELSE 1 END) AS BIGINT) END AS identity_addresses
FROM visits AS v
/*crowded*/ LEFT JOIN (
    SELECT
        declaration_id,
        count(*) OVER here AS orders,
        count(DISTINCT CASE WHEN NOT at_address THEN buyer_ix END) OVER here AS buyers,
        sum(value) OVER here AS amount
    FROM visits
    WHERE address_ix IN (SELECT address_ix FROM visits GROUP BY address_ix HAVING count(*) > 1)
    WINDOW here AS (PARTITION BY address_ix ORDER BY received_at, declaration_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
) AS h ON h.declaration_id = v.declaration_id
LEFT JOIN (
    SELECT
        declaration_id,
        count(DISTINCT CASE WHEN NOT with_phone THEN buyer_ix END) OVER phone AS buyers,
        count(DISTINCT CASE WHEN NOT own_name THEN name_ix END) OVER phone AS names
    FROM visits
    WHERE phone_ix IN (SELECT phone_ix FROM visits GROUP BY phone_ix HAVING count(*) > 1)
    WINDOW phone AS (PARTITION BY phone_ix ORDER BY received_at, declaration_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
) AS c ON c.declaration_id = v.declaration_id
LEFT JOIN (
    SELECT
        declaration_id,
        count(DISTINCT CASE WHEN NOT own_phone THEN phone_ix END) OVER buyer AS phones,
        count(DISTINCT CASE WHEN NOT own_home THEN home END) OVER buyer AS homes
    FROM visits
    WHERE buyer_ix IN (SELECT buyer_ix FROM visits GROUP BY buyer_ix HAVING count(*) > 1)
    WINDOW buyer AS (PARTITION BY buyer_ix ORDER BY received_at, declaration_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
) AS b ON b.declaration_id = v.declaration_id /*/crowded*/
