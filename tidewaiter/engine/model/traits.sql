-- What the model looks at, one row for each declaration: its dearest line stands for the goods.
SELECT
    d.declaration_id,
    coalesce(d.declared_on, CAST(d.received_at AS DATE)) AS day,
    l.gcode AS goods,
    left(l.gcode, 6) AS hs6,
    l.country AS origin,
    d.country AS departure,
    d.trade_mode AS regime,
    d.ebc_code AS seller,
    d.ebp_code AS platform,
    d.logistics_code AS carrier,
    d.agent_code AS declarant,
    d.buyer_ix AS consignee,
    d.address_ix AS address,
    CAST(d.net_weight AS DOUBLE) AS mass,
    l.value,
    CAST(l.lines AS DOUBLE) AS lines,
    l.below_peers,
    CASE WHEN l.lines = 1 AND d.net_weight > 0 AND l.value > 0
         THEN (ln(l.value / CAST(d.net_weight AS DOUBLE)) - l.median_log_density)
              / greatest(1.4826 * l.mad_log_density, 0.1) END AS lighter_than_peers
FROM declarations AS d
LEFT JOIN (
    SELECT
        t.declaration_id,
        sum(CAST(t.total_price AS DOUBLE)) AS value,
        count(*) AS lines,
        max_by(t.gcode, t.place) AS gcode,
        max_by(t.country, t.place) AS country,
        max(CASE WHEN p.n >= 20 AND t.total_price > 0 AND t.qty1 > 0
            THEN (p.median_log_price - ln(CAST(t.total_price AS DOUBLE) / CAST(t.qty1 AS DOUBLE)))
                 / greatest(1.4826 * p.mad_log_price, 0.1) END) AS below_peers,
        max_by(p.median_log_density, t.place) AS median_log_density,
        max_by(p.mad_log_density, t.place) AS mad_log_density
    FROM (
        SELECT *, CAST(total_price AS DOUBLE) - gnum * 1e-6 AS place FROM declaration_lines
    ) AS t
    LEFT JOIN peers AS p
        ON p.hs6 = left(t.gcode, 6) AND p.country = t.country AND p.unit1 = t.unit1
    GROUP BY t.declaration_id
) AS l ON l.declaration_id = d.declaration_id
