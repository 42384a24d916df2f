-- Who else had parcels sent to this address or used this phone when the parcel was decided.
-- 原决定时同一地址、同一电话的使用情况。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- address_orders   parcels to the address | 同一地址包裹数
-- address_buyers   different buyers at the address | 同一地址不同订购人数
-- address_amount   dutiable value of the parcels to the address | 同一地址完税价格合计
-- phone_buyers     different buyers with the phone | 同一电话不同订购人数
-- phone_names      different names of buyers with the phone in thirty days | 同一电话近三十日不同订购人姓名数
-- identity_phones  different phones of the buyer in thirty days | 同一订购人近三十日不同电话数
-- identity_addresses  different addresses of the buyer in thirty days | 同一订购人近三十日不同收货地址数
SELECT
    declaration_id,
    known.address[1] AS address_orders,
    known.address[2] AS address_buyers,
    CAST(known.address_amount AS DECIMAL(17,5)) AS address_amount,
    known.phone AS phone_buyers,
    uses[1] AS phone_names,
    uses[2] AS identity_phones,
    uses[3] AS identity_addresses
FROM (
    SELECT declaration_id, CAST(json_extract(context, '$.known') AS STRUCT(
        platform VARCHAR, merchant VARCHAR, payment VARCHAR, carrier VARCHAR, agent VARCHAR,
        merchant_days BIGINT, most_value VARCHAR, most_parcels INTEGER, outside BIGINT,
        verified BOOLEAN, identity BOOLEAN, listed VARCHAR[],
        address BIGINT[], address_amount VARCHAR, phone BIGINT, clusters JSON, peers JSON)) AS known,
        CAST(json_extract(context, '$.known.clusters.uses') AS BIGINT[]) AS uses
    FROM recalled
) AS r
