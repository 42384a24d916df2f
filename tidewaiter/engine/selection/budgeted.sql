-- The shares by which the office of each parcel chooses; no row where the office has no budget.
-- 各包裹申报地海关的抽取比例；未设预算的海关无此行。
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
    d.declaration_id,
    b.cut,
    b.uniform,
    b.explored,
    b.documents,
    b.audit,
    b.delay
FROM declarations AS d
JOIN budgets AS b ON b.office = d.customs_code
