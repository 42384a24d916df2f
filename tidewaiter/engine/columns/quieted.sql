-- For which parcels a rule is kept quiet, because of a firm, a person or an address.
-- 因某企业、个人或地址而暂停规则效力的包裹。
-- grain: parcel and rule
--
-- declaration_id   the declaration | 清单标识
-- code             the rule | 规则代码
SELECT DISTINCT k.declaration_id, s.code
FROM (
    SELECT declaration_id, unnest(['merchant', 'platform', 'declarant', 'carrier', 'buyer', 'phone',
        'address']) AS subject, unnest([ebc_code, ebp_code, agent_code, logistics_code, buyer_ix,
        buyer_phone_ix, address_ix]) AS value
    FROM declarations
) AS k
JOIN snoozes AS s ON s.subject = k.subject AND s.value = k.value
