-- What was known of the clusters of each parcel's parties when it was decided.
-- 原决定时各包裹各方所属聚类的已知情况。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- clusters         what the decision knew of clusters | 决定所依据的聚类情况
SELECT
    declaration_id,
    CAST(json_extract(context, '$.known.clusters.parties') AS STRUCT(
        ids BIGINT[], address BIGINT[], consignee BIGINT[], seller BIGINT[], fallen VARCHAR)) AS clusters
FROM recalled
