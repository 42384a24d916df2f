-- What each cluster did before a night: one row a cluster that has parcels of the last thirty days.
-- $night is the first day that does not count any more.
SELECT
    p.cluster,
    any_value(c.nodes) AS nodes,
    any_value(c.nodes_week_ago) AS nodes_week_ago,
    any_value(c.first_on) AS first_on,
    count(DISTINCT p.buyer) AS identities,
    count(DISTINCT p.phone) AS phones,
    count(DISTINCT p.platform) AS platforms,
    count(DISTINCT p.seller) AS sellers,
    count(*) FILTER (p.day >= $night - 1) AS parcels_1,
    count(*) FILTER (p.day >= $night - 7) AS parcels_7,
    count(*) AS parcels_30,
    coalesce(sum(p.value) FILTER (p.day >= $night - 1), 0)::DECIMAL(17,5) AS value_1,
    coalesce(sum(p.value) FILTER (p.day >= $night - 7), 0)::DECIMAL(17,5) AS value_7,
    coalesce(sum(p.value), 0)::DECIMAL(17,5) AS value_30,
    count(p.confirmed) AS inspected,
    count(*) FILTER (p.confirmed) AS confirmed
FROM parcel AS p
JOIN cluster AS c ON c.cluster = p.cluster
WHERE p.day < $night AND p.day >= $night - 30
GROUP BY p.cluster
ORDER BY p.cluster
