-- What the names of goods say: words of the shipped tables and of the law, each name and chapter once.
-- 商品名称中的用语（随附词表与法律所列），每个名称与申报章一行。
-- grain: name and chapter
--
-- gname           name of the goods | 商品名称
-- chapter         declared chapter of the tariff | 申报章
-- goods_words     words that go with some chapters of the tariff | 与税则某些章对应的用语
-- chapter_agrees  one of them goes with the declared chapter; NULL when the name has none | 其中之一与申报章相符，无此类用语则为空
-- forbidden_word  a word for goods that may not be imported | 禁止进境物品用语
-- licensed_word   a word for goods that need a licence | 凭许可证件进境物品用语
-- brand           a brand that the name mentions | 名称提及的品牌
SELECT
    gname,
    chapter,
    CASE WHEN len(chapter_words) > 0 THEN array_to_string(chapter_words, ', ') END AS goods_words,
    CASE WHEN len(chapter_words) > 0 THEN len(list_filter(chapter_words, lambda w: TRY_CAST(
        w || ':' || chapter AS ENUM(/*chapter_pairs*/ 'x' /*/chapter_pairs*/)) IS NOT NULL)) > 0
        END AS chapter_agrees,
    forbidden_word,
    licensed_word,
    brand
FROM (
    SELECT
        gname,
        chapter,
        list_filter(words, lambda w: TRY_CAST(w AS ENUM(/*chapter_words*/ 'x' /*/chapter_words*/))
            IS NOT NULL) AS chapter_words,
        list_filter(words, lambda w: TRY_CAST(
            w AS ENUM(/*forbidden_words*/ 'x' /*/forbidden_words*/)) IS NOT NULL)[1] AS forbidden_word,
        list_filter(words, lambda w: TRY_CAST(
            w AS ENUM(/*licensed_words*/ 'x' /*/licensed_words*/)) IS NOT NULL)[1] AS licensed_word,
        split_part(split_part(/*brands*/ 'x' /*/brands*/, ';' || list_filter(words, lambda w: TRY_CAST(
            w AS ENUM(/*brand_words*/ 'x' /*/brand_words*/)) IS NOT NULL)[1] || '=', 2), ';', 1)
            AS brand
    FROM (
        SELECT gname, chapter, list_filter(list_concat(
            regexp_extract_all(lower(gname), '[a-z0-9]+'),
            CASE WHEN bit_length(gname) > 8 * length(gname) THEN flatten(list_transform(
                range(1, length(gname) + 1), lambda i: [substring(lower(gname), i, 2),
                substring(lower(gname), i, 3), substring(lower(gname), i, 4)])) END),
            lambda w: TRY_CAST(w AS ENUM(/*every_word*/ 'x' /*/every_word*/)) IS NOT NULL) AS words
        FROM (
            -- an aggregate, so that no planner looks for words before names are told apart
            SELECT min(gname) AS gname, left(gcode, 2) AS chapter FROM declaration_lines
            GROUP BY gname, left(gcode, 2)
        ) AS names
    ) AS found
    WHERE len(words) > 0
) AS worded
