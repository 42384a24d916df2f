-- Who else had parcels sent to this address or used this phone when the parcel was decided.
-- 原决定时同一地址、同一电话的使用情况。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- address_orders   parcels to the address | 同一地址包裹数
-- address_buyers   different buyers at the address | 同一地址不同订购人数
-- address_amount   dutiable value of the parcels to the address | 同一地址完税价格合计
-- phone_buyers     different buyers with the phone | 同一电话不同订购人数
SELECT
    declaration_id,
    known.address[1] AS address_orders,
    known.address[2] AS address_buyers,
    CAST(known.address_amount AS DECIMAL(17,5)) AS address_amount,
    known.phone AS phone_buyers
FROM (
    SELECT declaration_id, CAST(json_extract(context, '$.known') AS STRUCT(
        platform VARCHAR, merchant VARCHAR, payment VARCHAR, carrier VARCHAR, agent VARCHAR,
        merchant_days BIGINT, verified BOOLEAN, identity BOOLEAN, listed VARCHAR[],
        address BIGINT[], address_amount VARCHAR, phone BIGINT, clusters JSON, peers JSON)) AS known
    FROM recalled
) AS r
