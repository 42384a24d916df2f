-- What the model in force says of each parcel; no row where it was not asked.
-- 现行模型对各包裹的评分；未评分的包裹无此行。
-- grain: parcel
--
-- declaration_id   the declaration | 清单标识
-- model            mark of the model that gave the score | 给出评分的模型标识
-- risk             chance that an inspection finds something, from 0 to 1; NULL without a model | 查验有所发现的概率，无模型时为空
-- recoverable      money that an inspection is expected to bring in; NULL where it is not known | 预计可追补金额，未知时为空
SELECT
    declaration_id,
    model,
    risk,
    recoverable
FROM scores
