-- What came to the parcel's consignee lately, however the consignee is spelt, up to and including
-- this parcel: what was seen before the batch, and what came earlier in the batch. Hours are whole
-- ones: the parcel's own, and the 23, 71 or 167 before it.
-- 收货人（不论写法）截至本包裹（含）的近期到货情况：历史分格加本批在先包裹。小时取整：本小时及此前 23、71、167 小时。
-- grain: parcel
--
-- declaration_id           the declaration | 清单标识
-- consignee_parcels_24h    parcels to the consignee in 24 hours | 24 小时内收货人包裹数
-- consignee_buyers_24h     different buyers of those in 24 hours | 24 小时内其订购人数
-- consignee_merchants_24h  different merchants of those in 24 hours | 24 小时内其电商企业数
-- consignee_amount_24h     their dutiable value in 24 hours | 24 小时内其完税价格合计
-- consignee_parcels_72h    parcels to the consignee in 72 hours | 72 小时内收货人包裹数
-- consignee_buyers_72h     different buyers of those in 72 hours | 72 小时内其订购人数
-- consignee_merchants_72h  different merchants of those in 72 hours | 72 小时内其电商企业数
-- consignee_platforms_72h  different platforms of those in 72 hours | 72 小时内其电商平台数
-- consignee_amount_72h     their dutiable value in 72 hours | 72 小时内其完税价格合计
-- consignee_parcels_7d     parcels to the consignee in seven days | 七日内收货人包裹数
-- consignee_buyers_7d      different buyers of those in seven days | 七日内其订购人数
-- consignee_merchants_7d   different merchants of those in seven days | 七日内其电商企业数
-- consignee_amount_7d      their dutiable value in seven days | 七日内其完税价格合计
-- recent                   all of these, amounts in 0.00001 | 上述各项，金额以 0.00001 计
SELECT
    declaration_id,
    parcels_24h AS consignee_parcels_24h,
    buyers_24h AS consignee_buyers_24h,
    merchants_24h AS consignee_merchants_24h,
    CAST(amount_24h AS DECIMAL(17,5)) AS consignee_amount_24h,
    parcels_72h AS consignee_parcels_72h,
    buyers_72h AS consignee_buyers_72h,
    merchants_72h AS consignee_merchants_72h,
    platforms_72h AS consignee_platforms_72h,
    CAST(amount_72h AS DECIMAL(17,5)) AS consignee_amount_72h,
    parcels_7d AS consignee_parcels_7d,
    buyers_7d AS consignee_buyers_7d,
    merchants_7d AS consignee_merchants_7d,
    CAST(amount_7d AS DECIMAL(17,5)) AS consignee_amount_7d,
    /*context*/ [parcels_24h, buyers_24h, merchants_24h, CAST(amount_24h * 100000 AS BIGINT),
        parcels_72h, buyers_72h, merchants_72h, CAST(amount_72h * 100000 AS BIGINT),
        parcels_7d, buyers_7d, merchants_7d, CAST(amount_7d * 100000 AS BIGINT),
        platforms_72h
    ] AS recent /*/context*/
FROM (
    SELECT
        declaration_id,
        CAST(sum(CASE WHEN age < 24 THEN parcels END) AS BIGINT) AS parcels_24h,
        count(DISTINCT CASE WHEN age < 24 THEN buyer_ix END) AS buyers_24h,
        count(DISTINCT CASE WHEN age < 24 THEN ebc_code END) AS merchants_24h,
        least(sum(CASE WHEN age < 24 THEN amount END), 999999999999) AS amount_24h,
        CAST(sum(CASE WHEN age < 72 THEN parcels END) AS BIGINT) AS parcels_72h,
        count(DISTINCT CASE WHEN age < 72 THEN buyer_ix END) AS buyers_72h,
        count(DISTINCT CASE WHEN age < 72 THEN ebc_code END) AS merchants_72h,
        count(DISTINCT CASE WHEN age < 72 THEN ebp_code END) AS platforms_72h,
        least(sum(CASE WHEN age < 72 THEN amount END), 999999999999) AS amount_72h,
        CAST(sum(CASE WHEN age < 168 THEN parcels END) AS BIGINT) AS parcels_7d,
        count(DISTINCT CASE WHEN age < 168 THEN buyer_ix END) AS buyers_7d,
        count(DISTINCT CASE WHEN age < 168 THEN ebc_code END) AS merchants_7d,
        least(sum(CASE WHEN age < 168 THEN amount END), 999999999999) AS amount_7d
    FROM (
        SELECT p.declaration_id, date_diff('hour', e.hour, p.hour) AS age,
            e.buyer_ix, e.ebc_code, e.ebp_code, e.parcels, e.amount
        FROM visits AS p
        JOIN (
            SELECT cluster, hour, CAST(NULL AS TIMESTAMP) AS received_at,
                CAST(NULL AS BIGINT) AS declaration_id, buyer_ix, ebc_code, ebp_code,
                parcels, amount
            FROM seen_consignee
            UNION ALL
            SELECT cluster, hour, received_at, declaration_id, buyer_ix, ebc_code, ebp_code,
                1, value
            FROM visits
        ) AS e ON e.cluster = p.cluster
        WHERE e.hour <= p.hour AND (e.declaration_id IS NULL OR e.received_at < p.received_at
            OR e.received_at = p.received_at AND e.declaration_id <= p.declaration_id)
    ) AS each
    GROUP BY declaration_id
) AS g
