"""The grade of each chain, and the sentence that says why."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.provenance.formats.identifiers import short
from tidewaiter.provenance.rules.chains.contradictions import WRONG
from tidewaiter.provenance.rules.chains.goods import tables
from tidewaiter.provenance.states import Contradictory, Mark

LAW = "Tidewaiter, rules of procedure, 4"

_SHOWN = """
sent AS MATERIALIZED (
    SELECT s.gtin, s.event, coalesce(bool_or(
        r.operator_id IS DISTINCT FROM s.operator_id AND r.happened_at >= s.happened_at
        AND (r.transactions && s.transactions OR r.place = s.destination AND r.place <> '')
    ) FILTER (WHERE r.event IS NOT NULL), false) AS both_sides
    FROM (SELECT * FROM goods WHERE biz_step = 'shipping') AS s
    LEFT JOIN (SELECT * FROM goods WHERE biz_step IN ('receiving', 'accepting')) AS r
        ON r.link = s.link
    GROUP BY s.gtin, s.event
),
hops AS (
    SELECT gtin, count(*) AS hops, count(*) FILTER (WHERE both_sides) AS both_sides
    FROM sent GROUP BY gtin
),
ends AS (
    SELECT gtin, count(DISTINCT event) AS events, bool_or(made) AS made,
        coalesce(
            max(happened_at) FILTER (WHERE biz_step IN (
                'receiving', 'accepting', 'arriving', 'stocking', 'storing', 'retail_selling'))
            >= max(happened_at) FILTER (WHERE biz_step = 'shipping'), false) AS arrived
    FROM goods GROUP BY gtin
),
proof AS (
    SELECT r.product_id AS product,
        bool_or(r.binding = 'product') AS of_product,
        (array_agg(jsonb_build_object('number', r.number, 'laboratory', l.name,
            'accreditor', l.accreditor, 'standards', to_jsonb(r.standards))
            ORDER BY (r.binding = 'product') DESC, r.accepted_at DESC))[1] AS report
    FROM provenance_report AS r
    JOIN provenance_laboratory AS l ON l.id = r.laboratory_id
    WHERE r.accepted_at <= %(at)s AND (r.ended_at IS NULL OR r.ended_at > %(at)s)
        AND (r.valid_until IS NULL OR r.valid_until >= %(day)s::date)
    GROUP BY r.product_id
),
bad AS (
    SELECT gtin, count(*) AS contradictions, min(kind) AS kind FROM wrong GROUP BY gtin
),
graded AS MATERIALIZED (
    SELECT p.product,
        CASE
            WHEN b.gtin IS NOT NULL THEN 'X'
            WHEN h.hops > 0 AND h.hops = h.both_sides AND e.made AND e.arrived AND f.of_product
                THEN 'A'
            WHEN e.made AND e.arrived AND f.product IS NOT NULL THEN 'B'
            WHEN f.product IS NOT NULL THEN 'C'
            ELSE 'D'
        END AS grade,
        jsonb_build_object('events', coalesce(e.events, 0), 'hops', coalesce(h.hops, 0),
            'both', coalesce(h.both_sides, 0), 'made', coalesce(e.made, false),
            'arrived', coalesce(e.arrived, false),
            'evidence', CASE WHEN f.of_product THEN 'product'
                WHEN f.product IS NOT NULL THEN 'model' ELSE '' END,
            'report', f.report, 'contradictions', coalesce(b.contradictions, 0),
            'kind', coalesce(b.kind, '')) AS facts
    FROM asked AS p
    LEFT JOIN ends AS e ON e.gtin = p.gtin
    LEFT JOIN hops AS h ON h.gtin = p.gtin
    LEFT JOIN proof AS f ON f.product = p.product
    LEFT JOIN bad AS b ON b.gtin = p.gtin
)
"""


def judged() -> str:
    """The tables `wrong` and `graded`, to go before a statement that reads them.

    They read the tables `goods` and `asked`, and take `at`, the moment, and `day`, its day at the
    office.
    """
    return f"{WRONG}, {_SHOWN}"


def judged_some() -> str:
    """The same with `goods` and `asked` of a few items before it."""
    before = (f"{name} AS MATERIALIZED ({query})" for name, query in tables().items())
    return ", ".join((*before, judged()))


KINDS: Mapping[Contradictory, Text] = {
    Contradictory.OVERSOLD: Text(
        "Of batch {batch} {gone} {unit} left the market, and {made} were made.",
        "批次{batch}流出{gone}{unit}，而仅生产{made}。",
    ),
    Contradictory.OVERSHIPPED: Text(
        "{place} shipped {shipped} {unit} of batch {batch}, and {came} came there.",
        "{place}发出批次{batch}货物{shipped}{unit}，而仅收到或生产{came}。",
    ),
    Contradictory.TRAVEL: Text(
        "The goods were at {from} and {minutes} minutes later at {to}, {km} km away.",
        "货物在{from}出现后{minutes}分钟又出现在{km}公里外的{to}。",
    ),
    Contradictory.UNREGISTERED: Text(
        "On {day} {place} had no registration for these goods ({goods}).",
        "{day}时{place}没有该类商品（{goods}）的注册。",
    ),
    Contradictory.ONE_REPORT: Text(
        "Report {number} of {laboratory} is also used for {other}.",
        "{laboratory}的报告{number}也用于商品{other}。",
    ),
    Contradictory.NO_PEDIGREE: Text(
        "On {day} {place} reported that the goods do not fit their chain.",
        "{day}时{place}报告货物与其来源链条不符。",
    ),
}
"""Each contradiction as a sentence in which its values are filled in."""

_PUBLIC: Mapping[Contradictory, Text] = {
    Contradictory.OVERSOLD: Text("more was sold than made", "销售数量超过生产数量"),
    Contradictory.OVERSHIPPED: Text(
        "somewhere more was shipped than had come", "某处发出数量超过收到数量"
    ),
    Contradictory.TRAVEL: Text(
        "goods travelled faster than is possible", "货物移动速度超过可能范围"
    ),
    Contradictory.UNREGISTERED: Text(
        "they were made at a place without registration for them", "生产场所没有相应注册"
    ),
    Contradictory.ONE_REPORT: Text(
        "one test report is used for two products", "同一检验报告用于两种产品"
    ),
    Contradictory.NO_PEDIGREE: Text(
        "somebody reported that they do not fit their chain", "有报告称货物与来源链条不符"
    ),
}


def sentence_of(grade: str, facts: Mapping[str, Any]) -> Text:
    """Why a chain has its grade, in one sentence that names nobody but the laboratory."""
    report = facts.get("report") or {}
    tested = Text(
        "{laboratory}, accredited by {accreditor}, tested {what} (report {number})".format(
            what="this very product" if facts.get("evidence") == "product" else "the model",
            **_report(report),
        ),
        "{laboratory}（{accreditor}认可）检验了{what}（报告{number}）".format(
            what="本产品" if facts.get("evidence") == "product" else "该型号", **_report(report)
        ),
    )
    hops, both = facts.get("hops", 0), facts.get("both", 0)
    match Mark(grade):
        case Mark.A:
            return Text(
                f"All {hops} handovers from maker to market are reported by both sides, and"
                f" {tested.en}.",
                f"从生产到市场的全部{hops}次交接均由双方报告，且{tested.zh}。",
            )
        case Mark.B:
            return Text(
                f"Making and arrival are reported, {both} of {hops} handovers by both sides, and"
                f" {tested.en}.",
                f"生产与到达均有报告，{hops}次交接中有{both}次由双方报告，且{tested.zh}。",
            )
        case Mark.C:
            return Text(
                f"The way of the goods is not shown from end to end; {tested.en}.",
                f"货物流转未能全程证明；{tested.zh}。",
            )
        case Mark.D:
            return Text(
                "Only the seller says what this is; no accepted test report stands behind it.",
                "仅有销售者自行声明，没有已采信的检验报告。",
            )
    kind = _PUBLIC.get(Contradictory(facts["kind"])) if facts.get("kind") else None
    plain = kind or Text("its chain contradicts itself", "来源链条自相矛盾")
    return Text(
        f"What is reported of these goods cannot be true: {plain.en}.",
        f"关于该商品的报告不可能属实：{plain.zh}。",
    )


def _report(report: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(report.get(name, "–")) for name in ("laboratory", "accreditor", "number")}


def contradiction_told(kind: str, values: Mapping[str, Any]) -> Text:
    """A contradiction in words, with its values, for those who may see who took part."""
    template = KINDS[Contradictory(kind)]
    told = {name: _plain(name, value) for name, value in values.items()}
    pieces = {} if told.get("unit") else {"unit": Text("pieces", "件")}
    return Text(
        template.en.format_map(_Told(told | {name: word.en for name, word in pieces.items()})),
        template.zh.format_map(_Told(told | {name: word.zh for name, word in pieces.items()})),
    )


def _plain(name: str, value: Any) -> str:
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    text = "" if value is None else str(value)
    return short(text) if name == "other" and text.isdigit() else text


class _Told(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"
