-- The goods of each consignment in the currency of the tax, with what the nomenclature says of them.
-- 各商品按计税币种折算的价值及税则信息。
-- grain: item
--
-- consignment_id  the consignment | 货件编号
-- regime          which law answers | 适用的税制
-- subheading      six digits of the code, or as many as the law counts items by | 子目（前六位）
-- value           value in the currency of the tax | 计税币种价值
-- limit_value     value in the currency of the limit | 限额币种价值
-- duty_rate       rate of duty where it is known | 关税税率
-- known           the nomenclature has the subheading | 子目存在
-- excised         excise duty is levied on such goods | 属于消费税（特种税）商品
SELECT
    i.consignment_id,
    c.regime,
    g.subheading,
    CASE WHEN c.rate = 1 THEN i.value
         ELSE CAST(round(CAST(i.value AS DECIMAL(28,5)) * c.rate, 5) AS DECIMAL(17,5)) END AS value,
    CASE WHEN c.limit_rate = 1 THEN i.value
         ELSE CAST(round(CAST(i.value AS DECIMAL(28,5)) * c.limit_rate, 5) AS DECIMAL(17,5))
         END AS limit_value,
    i.duty_rate,
    g.subheading IS NOT NULL AS known,
    coalesce(g.excised, false) AS excised
FROM items AS i
JOIN consignments AS c ON c.consignment_id = i.consignment_id
LEFT JOIN law_subheadings AS g ON g.subheading = left(i.code, :digits) AND g.regime = c.regime
WHERE c.regime NOT LIKE 'cn-%'
