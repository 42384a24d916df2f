-- Each consignment outside China with its goods added up, in the currency of the tax.
-- 各货件（中国以外）的商品合计，按计税币种。
-- grain: consignment
--
-- consignment_id  the consignment | 货件编号
-- regime          which law answers | 适用的税制
-- place           member state or country of the buyer | 买方所在地
-- origin          country from which the goods come | 货物来源国
-- scheme          the tax is taken at the sale by a registered seller | 在销售环节由登记卖方收税
-- scheme_no       number of the seller in that scheme | 登记编号
-- gift            from one private person to another | 个人之间寄送
-- channel         post or courier | 邮政或快递
-- rate            rate of exchange to the currency of the tax | 折算汇率
-- vat_rate        rate of value-added tax; NULL where the law knows none | 增值税税率
-- vat_over        the same as a fraction of the smallest amounts: over | 同上，以最小单位计的分子
-- vat_half        what is added before rounding down | 舍入前加数
-- vat_under       under | 分母
-- freight         freight in the currency of the tax | 运费
-- insurance       insurance in the currency of the tax | 保险费
-- extra           freight and insurance | 运费与保险费合计
-- items           number of items | 商品项数
-- value           value of the goods | 货物价值
-- limit_value     value of the goods in the currency of the limit | 货物价值（限额币种）
-- lowest          lowest value of an item | 最低的单项价值
-- subheadings     distinct subheadings | 不同子目的个数
-- unknown         items whose code the nomenclature does not have | 子目不存在的项数
-- excised         items on which excise duty is levied | 属于特种消费税的项数
-- unrated         items whose rate of duty is not known | 关税税率未知的项数
-- rated           sum of value times rate of duty, for the tariff's duty | 价值乘以关税税率之和
-- step            smallest amount of tax | 税额最小单位
-- per_step        how many of them are in one unit of money | 每货币单位所含最小单位数
-- half            what is added before rounding down | 舍入前加数
-- steps_in        the same as a fraction: over | 同上，分子
-- steps_of        the same as a fraction: under | 同上，分母
-- up              whether halves are rounded up | 是否四舍五入
SELECT
    c.consignment_id,
    c.regime,
    c.place,
    c.origin,
    coalesce(c.scheme, false) AS scheme,
    c.scheme_no,
    coalesce(c.gift, false) AS gift,
    c.channel,
    c.rate,
    v.rate AS vat_rate,
    v.vat_over,
    v.vat_half,
    v.vat_under,
    CASE WHEN c.rate = 1 THEN c.freight
         ELSE CAST(round(CAST(c.freight AS DECIMAL(28,5)) * c.rate, 5) AS DECIMAL(17,5))
         END AS freight,
    CASE WHEN c.rate = 1 THEN c.insurance
         ELSE CAST(round(CAST(c.insurance AS DECIMAL(28,5)) * c.rate, 5) AS DECIMAL(17,5))
         END AS insurance,
    r.step, r.per_step, r.half, r.steps_in, r.steps_of, r.up,
    CAST(CASE WHEN c.rate = 1 THEN c.freight + c.insurance
         ELSE round(CAST(c.freight AS DECIMAL(28,5)) * c.rate, 5)
            + round(CAST(c.insurance AS DECIMAL(28,5)) * c.rate, 5) END AS DECIMAL(17,5))
         AS extra,
    g.* EXCLUDE (consignment_id)
FROM consignments AS c
JOIN law_rounding AS r ON r.regime = c.regime
LEFT JOIN law_vat AS v ON v.regime = c.regime AND v.place = c.place AND v.kind = c.vat_kind
LEFT JOIN (
    SELECT
        consignment_id,
        count(*) AS items,
        CAST(sum(value) AS DECIMAL(17,5)) AS value,
        CAST(sum(limit_value) AS DECIMAL(17,5)) AS limit_value,
        min(value) AS lowest,
        count(DISTINCT subheading) AS subheadings,
        count(*) FILTER (WHERE NOT known) AS unknown,
        count(*) FILTER (WHERE excised) AS excised,
        count(*) FILTER (WHERE duty_rate IS NULL) AS unrated,
        CAST(coalesce(sum(CAST(value AS DECIMAL(28,5)) * duty_rate), 0) AS DECIMAL(26,11)) AS rated
    FROM priced GROUP BY consignment_id
) AS g ON g.consignment_id = c.consignment_id
