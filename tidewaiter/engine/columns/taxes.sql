-- The taxes of each line. With V the dutiable value of the line, d, c and v the rates of duty,
-- consumption tax and VAT, and s and t the shares of duty and of the other taxes that are levied
-- (within the limits 0 and 0.7, else 1 and 1):
--     duty             = V * d * s
--     consumption tax  = V * (1 + d * s) * c / (1 - c) * t
--     value-added tax  = V * (1 + d * s) / (1 - c) * v * t
-- so that, within the limits, both together are V * (c + v) / (1 - c) * 70 %. Each is rounded once,
-- half up, from exact fractions (law_taxes).
-- 各项商品的税额；公式如上，均由精确分数一次性四舍五入。
-- grain: line
--
-- declaration_id    the declaration | 清单标识
-- gnum              number of the line | 商品项号
-- gcode             tariff code | 商品编码
-- tax_price         dutiable value of the line | 完税价格
-- consumption_due   consumption tax applies | 应征消费税
-- threshold_kind    when consumption tax applies | 消费税适用条件
-- customs_tax       customs duty | 关税
-- consumption_tax   consumption tax | 消费税
-- value_added_tax   value-added tax | 增值税
SELECT
    p.declaration_id,
    p.gnum,
    p.gcode,
    p.tax_price,
    p.consumption_due,
    p.threshold_kind,
    CAST((p.units * t.duty + t.half) // t.denominator AS DECIMAL(15,0))
        * :step AS customs_tax,
    CAST((p.units * t.consumption + t.half) // t.denominator AS DECIMAL(15,0))
        * :step AS consumption_tax,
    CAST((p.units * t.vat + t.half) // t.denominator AS DECIMAL(15,0))
        * :step AS value_added_tax
FROM (
    SELECT *, CAST(tax_price * 100000 AS /*integer*/ BIGINT /*/integer*/) AS units,
        threshold_kind = 'always' OR (threshold_kind <> 'none'
            AND coalesce(tax_price >= threshold * portions, false)) AS consumption_due
    FROM (
        SELECT a.*,
            CAST(a.total_price + a.share + CASE WHEN a.is_last AND a.line_count > 1
                THEN a.extra - coalesce(r.shared, 0) ELSE 0 END AS DECIMAL(17,5)) AS tax_price
        FROM allocated AS a
        LEFT JOIN (
            SELECT declaration_id, sum(share) AS shared FROM allocated
            WHERE line_count > 1 GROUP BY declaration_id
        ) AS r ON r.declaration_id = a.declaration_id
    ) AS priced
) AS p
JOIN law_taxes AS t
    ON t.gcode = p.gcode AND t.tax_basis = p.tax_basis AND t.consumption_due = p.consumption_due
