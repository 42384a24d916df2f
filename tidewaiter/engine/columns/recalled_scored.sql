-- What the model in force said of each parcel when it was decided.
-- 原决定时的模型评分。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- model            mark of the model that gave the score | 给出评分的模型标识
-- risk             chance that an inspection finds something, from 0 to 1; NULL without a model | 查验有所发现的概率，无模型时为空
-- recoverable      money that an inspection is expected to bring in; NULL where it is not known | 预计可追补金额，未知时为空
SELECT
    declaration_id,
    said.name AS model,
    CAST(said.risk AS DECIMAL(18,9)) AS risk,
    CAST(said.recoverable AS DECIMAL(17,5)) AS recoverable
FROM (
    SELECT declaration_id, CAST(json_extract(context, '$.model') AS STRUCT(
        name VARCHAR, risk VARCHAR, recoverable VARCHAR)) AS said
    FROM recalled
) AS k
WHERE said.name IS NOT NULL
