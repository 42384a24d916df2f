-- What is known of the parties, the buyer's identity and the named lists.
-- 参与企业状态、身份核验结果与名单命中情况。
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
    m.declaration_id,
    platform.status AS platform_status,
    merchant.status AS merchant_status,
    payment.status AS payment_status,
    carrier.status AS carrier_status,
    agent.status AS agent_status,
    CASE WHEN merchant.code IS NOT NULL THEN
        greatest(coalesce(m.declared_on - merchant.first_seen, 0), 0) END AS merchant_days,
    merchant.most_value AS merchant_most_value,
    merchant.most_parcels AS merchant_most_parcels,
    o.outside AS merchant_outside,
    coalesce(merchant.verifies_identity, false)
        OR coalesce(platform.verifies_identity, false) AS buyer_verified,
    i.agrees AS identity_agrees,
    s.listed
FROM compared AS m
LEFT JOIN parties AS platform ON platform.code = m.ebp_code AND platform.role = 'platform'
LEFT JOIN parties AS merchant ON merchant.code = m.ebc_code AND merchant.role = 'merchant'
LEFT JOIN parties AS payment ON payment.code = m.payment_pay_code AND payment.role = 'payment'
LEFT JOIN parties AS carrier ON carrier.code = m.logistics_code AND carrier.role = 'carrier'
LEFT JOIN parties AS agent ON agent.code = m.agent_code AND agent.role = 'agent'
LEFT JOIN (
    SELECT l.declaration_id, count(*) AS outside
    FROM declaration_lines AS l
    JOIN (
        SELECT d.declaration_id, p.chapters
        FROM declarations AS d
        JOIN (
            SELECT code, chapters FROM parties WHERE role = 'merchant' AND chapters IS NOT NULL
        ) AS p ON p.code = d.ebc_code
    ) AS m ON m.declaration_id = l.declaration_id
    WHERE NOT coalesce(list_contains(m.chapters, left(l.gcode, 2)), false)
    GROUP BY l.declaration_id
) AS o ON o.declaration_id = m.declaration_id
LEFT JOIN identity AS i ON i.buyer_ix = m.buyer_ix AND i.name_ix = m.buyer_name_ix
LEFT JOIN (
    SELECT k.declaration_id, list_sort(list(DISTINCT n.list)) AS listed
    FROM (
        SELECT declaration_id, unnest([ebc_code, ebp_code, agent_code, logistics_code,
            buyer_ix, buyer_phone_ix, address_ix, 'parcel:' || declaration_id]) AS value
        FROM declarations
    ) AS k
    JOIN lists AS n ON n.value = k.value
    GROUP BY k.declaration_id
) AS s ON s.declaration_id = m.declaration_id
