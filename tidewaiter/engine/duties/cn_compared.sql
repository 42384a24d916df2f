-- Consignments to China as the steps of the assessment read declarations, in the currency of the tax.
-- 进口到中国的货件，按评估步骤读取清单的形式列出（计税币种）。
-- grain: consignment
--
-- declaration_id  the consignment | 货件编号
-- regime          which law answers | 适用的税制
-- trade_mode      customs mode | 监管方式
-- order_id        none | 无
-- rate            rate of exchange to the currency of the tax | 折算汇率
-- freight         freight | 运费
-- insured_fee     insurance | 保险费
SELECT
    consignment_id AS declaration_id,
    regime,
    right(regime, 4) AS trade_mode,
    CAST(NULL AS BIGINT) AS order_id,
    rate,
    CASE WHEN rate = 1 THEN freight
         ELSE CAST(round(CAST(freight AS DECIMAL(28,5)) * rate, 5) AS DECIMAL(17,5)) END AS freight,
    CASE WHEN rate = 1 THEN insurance
         ELSE CAST(round(CAST(insurance AS DECIMAL(28,5)) * rate, 5) AS DECIMAL(17,5)) END
         AS insured_fee
FROM consignments
WHERE regime LIKE 'cn-%'
