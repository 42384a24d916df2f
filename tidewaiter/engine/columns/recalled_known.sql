-- What was known when the parcel was decided.
-- 原决定时已知的企业状态、身份核验结果与名单命中情况。
-- grain: parcel
--
-- declaration_id     the declaration | 清单标识
-- platform_status    standing of the platform; NULL when it is not registered | 电商平台状态，未注册为空
-- merchant_status    standing of the merchant | 电商企业状态
-- payment_status     standing of the payment institution | 支付企业状态
-- carrier_status     standing of the carrier | 物流企业状态
-- agent_status       standing of the declarant | 申报企业状态
-- merchant_days      days since the merchant's first parcel | 电商企业首个包裹至今天数
-- merchant_most_value    highest value of one parcel for which the merchant is admitted; NULL: no limit | 电商企业附条件准入的单个包裹最高价值，无限制为空
-- merchant_most_parcels  parcels a day for which the merchant is admitted; NULL: no limit | 电商企业附条件准入的每日包裹数上限，无限制为空
-- merchant_outside       lines in chapters for which the merchant is not admitted; NULL: none | 超出电商企业准入税则章的商品项数，无则为空
-- buyer_verified     the merchant or the platform checks who the buyer is | 电商企业或平台已核验订购人身份
-- identity_agrees    answer of the identity authority, NULL when it was not asked | 身份核验结果，未核验为空
-- listed             names of the lists on which the parcel's firms, buyer, phone or address stand | 命中的名单名称
SELECT
    declaration_id,
    known.platform AS platform_status,
    known.merchant AS merchant_status,
    known.payment AS payment_status,
    known.carrier AS carrier_status,
    known.agent AS agent_status,
    known.merchant_days AS merchant_days,
    CAST(known.most_value AS DECIMAL(17,5)) AS merchant_most_value,
    known.most_parcels AS merchant_most_parcels,
    known.outside AS merchant_outside,
    known.verified AS buyer_verified,
    known.identity AS identity_agrees,
    known.listed AS listed
FROM (
    SELECT declaration_id, CAST(json_extract(context, '$.known') AS STRUCT(
        platform VARCHAR, merchant VARCHAR, payment VARCHAR, carrier VARCHAR, agent VARCHAR,
        merchant_days BIGINT, most_value VARCHAR, most_parcels INTEGER, outside BIGINT,
        verified BOOLEAN, identity BOOLEAN, listed VARCHAR[],
        address BIGINT[], address_amount VARCHAR, phone BIGINT, clusters JSON, peers JSON)) AS known
    FROM recalled
) AS k
