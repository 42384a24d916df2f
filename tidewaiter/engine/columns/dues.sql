-- The taxes of a parcel; no row where they do not exceed the amount up to which none is levied.
-- 包裹的税额合计。
-- grain: parcel
--
-- declaration_id    the declaration | 清单标识
-- duty              customs duty | 关税
-- consumption_tax   consumption tax | 消费税
-- vat               value-added tax | 增值税
-- luxury_lines      lines on which consumption tax applies because of their price | 因单价达到起征点而应征消费税的项数
-- duties            the taxes line by line | 各项税额明细
SELECT
    declaration_id,
    CAST(sum(customs_tax) AS DECIMAL(17,5)) AS duty,
    CAST(sum(consumption_tax) AS DECIMAL(17,5)) AS consumption_tax,
    CAST(sum(value_added_tax) AS DECIMAL(17,5)) AS vat,
    count(*) FILTER (WHERE consumption_due AND threshold_kind <> 'always') AS luxury_lines
    /*context*/, list({'gnum': gnum, 'gcode': gcode, 'tax_price': tax_price,
        'customs_tax': customs_tax, 'value_added_tax': value_added_tax,
        'consumption_tax': consumption_tax}) AS duties /*/context*/
FROM taxes
GROUP BY declaration_id
HAVING sum(customs_tax + consumption_tax + value_added_tax) = 0
    OR sum(customs_tax + consumption_tax + value_added_tax) > :cbec.tax.minimum
