-- For which parcels a rule was kept quiet when they were decided.
-- 原决定时暂停规则效力的包裹。
-- grain: parcel and rule
--
-- declaration_id   the declaration | 清单标识
-- code             the rule | 规则代码
SELECT declaration_id, unnest(CAST(json_extract(context, '$.snoozed') AS VARCHAR[])) AS code
FROM recalled
