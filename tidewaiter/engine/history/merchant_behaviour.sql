-- How each merchant behaved on the days looked at.
-- 所查各日各电商企业的行为。
-- grain: merchant
--
-- merchant        the merchant | 电商企业代码
-- parcels         parcels decided | 已审核包裹数
-- accepted        parcels accepted | 放行或布控的包裹数
-- rejected        parcels rejected | 退单包裹数
-- inspected       parcels sent to inspection | 送查包裹数
-- opened          parcels of which an act of inspection was filed | 已有查验记录的包裹数
-- confirmed       of these, those where something was found | 其中查获异常的包裹数
-- first_day       day of the first declaration | 首次申报日期
-- last_day        day of the last declaration | 末次申报日期
-- days            days with declarations | 有申报的天数
-- buyers          different buyers | 不同订购人数
-- addresses       different addresses | 不同收件地址数
-- platforms       different platforms | 不同电商平台数
-- value           dutiable value of accepted parcels | 放行包裹完税价格合计
-- median_value    median of the dutiable value | 完税价格中位数
-- full_taxed      accepted parcels above the single limit | 超过单次限值的包裹数
-- fired           rules that fired, counted once a parcel | 触发规则次数
-- merchant_days   days since the first parcel at the last declaration | 至末次申报的入驻天数
SELECT
    p.ebc_code AS merchant,
    count(*) AS parcels,
    count(*) FILTER (WHERE p.outcome = 'accepted') AS accepted,
    count(*) FILTER (WHERE p.outcome = 'rejected') AS rejected,
    count(*) FILTER (WHERE p.lane_rank = 3) AS inspected,
    count(f.declaration_id) AS opened,
    count(*) FILTER (WHERE f.confirmed) AS confirmed,
    min(p.declared_on) AS first_day,
    max(p.declared_on) AS last_day,
    count(DISTINCT p.declared_on) AS days,
    count(DISTINCT p.buyer_ix) AS buyers,
    count(DISTINCT p.address_ix) AS addresses,
    count(DISTINCT p.ebp_code) AS platforms,
    CAST(coalesce(sum(p.dutiable_value) FILTER (WHERE p.outcome = 'accepted'), 0)
        AS DECIMAL(28,5)) AS value,
    median(CAST(p.dutiable_value AS DOUBLE)) AS median_value,
    count(*) FILTER (WHERE p.outcome = 'accepted' AND p.tax_basis = 'full') AS full_taxed,
    CAST(sum(len(p.fired)) AS BIGINT) AS fired,
    max(p.merchant_days) AS merchant_days
FROM parcel_facts AS p
LEFT JOIN (
    SELECT declaration_id, bool_or(confirmed) AS confirmed FROM findings GROUP BY declaration_id
) AS f ON f.declaration_id = p.declaration_id
WHERE p.ebc_code IS NOT NULL
GROUP BY p.ebc_code
