-- China, modes 9610 and 1210: the limits as the rule book says them, and the taxes as the assessment
-- works them out (steps valued, allocated, taxes and dues).
-- 中国9610和1210：限额依据规则手册，税额依据评估步骤（valued、allocated、taxes、dues）。
-- grain: consignment
--
-- consignment_id    the consignment | 货件编号
-- regime            which law answers | 适用的税制
-- refusal           why no amount is said; NULL when it is | 不予计算的原因，可计算时为空
-- basis             which rule of duty applies | 适用的计税方式
-- value             value of the goods | 货物价值
-- freight           freight | 运费
-- insurance         insurance | 保险费
-- limit_value       value of the goods as the limit counts it | 用于比较限额的价值
-- dutiable_value    what the duty is taken of | 关税计税价格
-- subheadings       distinct subheadings | 不同子目的个数
-- duty              customs duty | 关税
-- tax_base          what value-added tax is taken of | 增值税计税基础
-- vat_rate          rate of value-added tax | 增值税税率
-- vat               value-added tax | 增值税
-- consumption_tax   consumption tax | 消费税
-- at_sale           what of it the seller takes with the price | 其中由卖方在销售环节收取
-- total             all duties and taxes | 税费合计
-- luxury_lines      items on which consumption tax applies because of their price | 因单价达到起征点而应征消费税的项数
-- last_rules        rules that items break, one bit each | 商品所触发的规则（按位）
-- item_count        pieces | 件数
-- duties            the taxes item by item | 各项税额明细
-- MEASURE_amount    what the consignment takes of a measure, in its unit | 计入该项额度的数量
-- MEASURE_used      what the buyer used of it before | 此前已用
SELECT
    declaration_id AS consignment_id,
    regime,
    CASE WHEN rate IS NULL THEN 'currency-without-rate'
         WHEN line_count IS NULL OR lines_value IS NULL OR extra IS NULL THEN 'value-missing'
         WHEN lowest_price < 0 OR extra < 0 OR lines_value <= 0 THEN 'value-negative'
         /*lines*/ WHEN false THEN '' /*/lines*/
         /*parcels*/ WHEN false THEN '' /*/parcels*/
         /*quotas*/ WHEN false THEN '' /*/quotas*/
         WHEN levied IS NULL THEN 'value-missing' END AS refusal,
    tax_basis AS basis,
    lines_value AS value,
    freight,
    insurance,
    dutiable_value AS limit_value,
    dutiable_value,
    subheadings,
    duty,
    dutiable_value AS tax_base,
    CAST(NULL AS DECIMAL(9,6)) AS vat_rate,
    vat,
    consumption_tax,
    CAST(0 AS DECIMAL(17,5)) AS at_sale,
    CAST(duty + consumption_tax + vat AS DECIMAL(17,5)) AS total,
    luxury_lines,
    line_fired AS last_rules,
    items AS item_count
    /*recorded*/, duties /*/recorded*/
    /*measure*/, MEASURE_amount, MEASURE_used /*/measure*/
FROM (
    SELECT
        c.declaration_id,
        c.regime,
        c.rate,
        c.freight,
        c.insured_fee AS insurance,
        v.line_count,
        v.items,
        v.lines_value,
        v.lowest_price,
        v.extra,
        v.dutiable_value,
        v.tax_basis,
        v.line_fired,
        v.line_count AS subheadings,
        v.dutiable_value AS levied,
        coalesce(u.duty, 0) AS duty,
        coalesce(u.consumption_tax, 0) AS consumption_tax,
        coalesce(u.vat, 0) AS vat,
        u.luxury_lines
        /*recorded*/, u.duties /*/recorded*/
        /*goods*/, coalesce(v.MEASURE_amount, 0) AS MEASURE_amount /*/goods*/
        /*money*/, v.dutiable_value AS MEASURE_amount /*/money*/
        /*measure*/, coalesce(q.MEASURE_used, 0) AS MEASURE_used /*/measure*/
    FROM compared AS c
    LEFT JOIN valued AS v ON v.declaration_id = c.declaration_id
    LEFT JOIN dues AS u ON u.declaration_id = c.declaration_id
    LEFT JOIN (
        SELECT consignment_id
            /*measure*/, sum(used) FILTER (WHERE measure = 'MEASURE') AS MEASURE_used /*/measure*/
        FROM used GROUP BY consignment_id
    ) AS q ON q.consignment_id = c.declaration_id
) AS parcels
