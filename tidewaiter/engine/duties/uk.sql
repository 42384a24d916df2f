-- The United Kingdom: relief and value-added tax at the sale up to a limit, duty by the tariff and import value-added tax above it.
-- 英国：限额内免关税、增值税在销售环节征收；超过限额按税则征收关税并征收进口增值税。
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
    CASE WHEN basis = 'tariff' THEN CAST(value + extra AS DECIMAL(17,5)) ELSE CAST(0 AS DECIMAL(17,5)) END AS dutiable_value,
    subheadings,
    CAST(duty AS DECIMAL(17,5)) AS duty,
    CAST(tax_base AS DECIMAL(17,5)) AS tax_base,
    vat_rate,
    CAST(vat AS DECIMAL(17,5)) AS vat,
    CAST(0 AS DECIMAL(17,5)) AS consumption_tax,
    CAST(CASE WHEN sold_at_home THEN vat ELSE 0 END AS DECIMAL(17,5)) AS at_sale,
    CAST(duty + vat AS DECIMAL(17,5)) AS total
FROM (
    SELECT *,
        /*vat*/ 0 /*/vat*/ AS vat,
        value <= :uk.vat.at_sale.limit AS sold_at_home,
        CASE WHEN rate IS NULL THEN 'currency-without-rate'
             WHEN items IS NULL OR value IS NULL OR extra IS NULL THEN 'value-missing'
             WHEN lowest < 0 OR freight < 0 OR insurance < 0 OR value <= 0 THEN 'value-negative'
             WHEN unknown > 0 THEN 'unknown-tariff-line'
             WHEN excised > 0 THEN 'excise-goods'
             WHEN gift THEN 'gift-not-covered'
             WHEN vat_rate IS NULL THEN 'no-vat-rate'
             WHEN duty IS NULL THEN 'duty-rate-unknown' END AS refusal
    FROM (
        SELECT *, CAST(value + extra + duty AS DECIMAL(17,5)) AS tax_base
        FROM (
            SELECT *, CASE basis WHEN 'tariff' THEN /*tariff_duty*/ 0 /*/tariff_duty*/ ELSE 0 END AS duty
            FROM (
                SELECT *,
                    CASE WHEN value <= :uk.duty.relief.limit THEN 'relief' ELSE 'tariff' END AS basis
                FROM summed
                WHERE regime = 'uk'
            ) AS chosen
        ) AS levied
    ) AS based
) AS taxed
