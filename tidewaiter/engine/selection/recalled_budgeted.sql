-- The shares by which the office chose when the parcel was decided.
-- 原决定时申报地海关的抽取比例。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- cut              priority from which a parcel is inspected | 查验的优先度界限
-- uniform          share of all parcels that is inspected at random | 全部包裹随机查验的比例
-- explored         share inspected of parcels of which little is known | 所知甚少的包裹随机查验的比例
-- documents        share whose documents are looked at | 随机审单的比例
-- audit            share that is audited after release | 随机列入放行后核查的比例
-- delay            released parcels wait until the office's delay is over | 放行包裹须待延迟时间届满
SELECT
    declaration_id,
    CAST(chosen.cut AS DECIMAL(18,9)) AS cut,
    CAST(chosen.uniform AS DECIMAL(18,9)) AS uniform,
    CAST(chosen.explored AS DECIMAL(18,9)) AS explored,
    CAST(chosen.documents AS DECIMAL(18,9)) AS documents,
    CAST(chosen.audit AS DECIMAL(18,9)) AS audit,
    coalesce(chosen.delay = 'true', false) AS delay
FROM (
    SELECT declaration_id, CAST(json_extract(context, '$.budget') AS STRUCT(
        cut VARCHAR, uniform VARCHAR, explored VARCHAR, documents VARCHAR, audit VARCHAR,
        delay VARCHAR)) AS chosen
    FROM recalled
) AS k
WHERE chosen.uniform IS NOT NULL
