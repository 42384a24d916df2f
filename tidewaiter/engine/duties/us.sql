-- The United States: what is left of duty-free entry, and which route the duty takes where there is none: by post, informal or formal entry.
-- 美国：小额免税的余地，以及不免税时适用的征税途径：邮政、非正式申报或正式申报。
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
SELECT
    consignment_id,
    regime,
    refusal,
    basis,
    value,
    freight,
    insurance,
    limit_value,
    CASE WHEN basis = 'duty-free' THEN CAST(0 AS DECIMAL(17,5)) ELSE value END AS dutiable_value,
    subheadings,
    CAST(duty AS DECIMAL(17,5)) AS duty,
    CAST(tax_base AS DECIMAL(17,5)) AS tax_base,
    vat_rate,
    CAST(vat AS DECIMAL(17,5)) AS vat,
    CAST(0 AS DECIMAL(17,5)) AS consumption_tax,
    CAST(0 AS DECIMAL(17,5)) AS at_sale,
    CAST(duty + vat AS DECIMAL(17,5)) AS total
FROM (
    SELECT *, 0 AS tax_base, 0 AS vat,
        CASE WHEN rate IS NULL THEN 'currency-without-rate'
             WHEN items IS NULL OR value IS NULL OR extra IS NULL THEN 'value-missing'
             WHEN lowest < 0 OR freight < 0 OR insurance < 0 OR value <= 0 THEN 'value-negative'
             WHEN unknown > 0 THEN 'unknown-tariff-line'
             WHEN excised > 0 THEN 'excise-goods'
             WHEN basis = 'postal-duty' THEN 'postal-duty-unknown'
             WHEN duty IS NULL THEN 'duty-rate-unknown' END AS refusal
    FROM (
        SELECT *, CASE basis WHEN 'duty-free' THEN 0 WHEN 'postal-duty' THEN NULL
            ELSE /*bare_duty*/ 0 /*/bare_duty*/ END AS duty
        FROM (
            SELECT s.*,
                CASE WHEN s.value + coalesce(u.used, 0) <= CASE WHEN s.origin IN ('CN', 'HK')
                        THEN :us.de_minimis.limit.cn ELSE :us.de_minimis.limit END THEN 'duty-free'
                     WHEN s.channel = 'post' THEN 'postal-duty'
                     WHEN s.value <= :us.entry.informal.limit THEN 'informal-entry'
                     ELSE 'formal-entry' END AS basis
            FROM summed AS s
            LEFT JOIN used AS u ON u.consignment_id = s.consignment_id AND u.measure = 'money'
            WHERE s.regime = 'us'
        ) AS chosen
    ) AS levied
) AS taxed
