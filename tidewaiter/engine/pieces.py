"""How rules become pieces of SQL: columns they may ask for, evidence, bits, weights."""

from collections.abc import Iterable, Mapping, Sequence

from tidewaiter.engine import steps
from tidewaiter.engine.book.loader import BookError
from tidewaiter.engine.book.rules import Grain, Rule, Severity
from tidewaiter.engine.conditions import Conditions, literal

MOST_RULES = 62
"""Rules per grain: one bit each of a BIGINT."""

CHAIN = (
    "matched", "compared", "known", "clustered", "linked", "line_peers", "worded", "line_facts",
    "lines", "totals", "valued", "allocated", "taxes", "dues", "visits", "neighbours",
    "gathered", "parcels",
)  # fmt: skip
"""The steps up to `parcels`, in order."""

CAREFUL = ("judged", "used", "acceptable", "ledger", "folded", "settled")
"""The steps after `parcels`."""

QUICK = ("judged", "used", "acceptable", "ledger")
"""The same, for a batch in which no two parcels use one purse: none is contested."""

RECALLED = {
    name: f"recalled_{name}"
    for name in (
        "known", "clustered", "line_peers", "neighbours", "gathered", "quieted", "budgeted",
        "scored", "used",
    )
}  # fmt: skip
"""Where a decision is made again, these steps read what it knew then."""

KEPT = frozenset(
    {
        "compared",
        "lines",
        "valued",
        "allocated",
        "visits",
        "judged",
        "acceptable",
        "ledger",
        "quieted",
        "budgeted",
    }
)
"""Steps that are read more than once, and worked out once."""

QUOTA_COLUMNS: Mapping[str, tuple[str, steps.Note]] = {
    "measure": ("VARCHAR", steps.Note("what is measured: money, sugar, …", "额度项目")),
    "quota_used": ("DECIMAL(18,5)", steps.Note("used before this parcel", "此前已用")),
    "quota_amount": ("DECIMAL(17,5)", steps.Note("what the parcel takes", "本包裹计入")),
    "quota_limit": ("DECIMAL(17,5)", steps.Note("limit of the year", "年度限额")),
}
"""What rules about a quota may ask."""

INTERNAL = frozenset(
    {"compared_fired", "compared_reasons", "line_fired", "line_reasons", "peers", "clusters",
     "recent", "duties", "digests", "ticket", "model"}
)  # fmt: skip
"""Columns that carry results from step to step; rules do not ask for them."""


def rule_columns(grain: Grain, measures: Sequence[str]) -> Mapping[str, steps.Note]:
    """The documented columns that rules about a grain may ask for."""
    if grain is Grain.QUOTA:
        return {name: note for name, (_, note) in QUOTA_COLUMNS.items()}
    if grain is Grain.LINE:
        return steps.documented("line_facts", measures)
    every = optional(measures) | steps.documented("parcels", measures)
    return {name: note for name, note in every.items() if name not in INTERNAL}


def optional(measures: Sequence[str]) -> dict[str, steps.Note]:
    """Columns about parcels that go as far as `parcels` only where a rule asks for them."""
    names = ("matched", "linked", "gathered", "scored")
    notes = [steps.documented(name, measures) for name in names]
    return {label: note for each in notes for label, note in each.items() if label != "recent"}


SCORED: Mapping[str, str] = {
    "model": "VARCHAR", "recoverable": "DECIMAL(17,5)", "risk": "DECIMAL(18,9)"
}  # fmt: skip
"""What a model says of a parcel; where none is asked, NULL of this type."""


def further(columns: Iterable[str], *, scored: bool) -> str:
    """Optional columns as `parcels` takes them over from the steps that have them."""
    homes = {name: "l" for name in steps.step("linked").notes}
    homes |= {name: "g" for name in steps.step("gathered").notes} | dict.fromkeys(SCORED, "r")
    parts = []
    for name in columns:
        if name in SCORED and not scored:
            parts.append(f"CAST(NULL AS {SCORED[name]}) AS {name}, ")
        else:
            parts.append(f"{homes.get(name, 'c')}.{name}, ")
    return "".join(parts)


def evidence_of(rule: Rule) -> dict[str, str]:
    """What a rule shows: the fields it compares, unless they are a person's, and what it names."""
    compared = {name: name for name in rule.fields if not name.endswith("_ix")}
    personal = [part for part in rule.evidence.values() if part.endswith("_ix")]
    if personal:
        raise BookError(f"rule {rule.code}: evidence shows no personal value: {personal}")
    line = {"gnum": "gnum"} if rule.per is Grain.LINE else {}
    return line | compared | dict(rule.evidence)


_AS_TEXT = ("DECIMAL", "DATE", "TIME")


def json_sql(evidence: Mapping[str, str], types: Mapping[str, str]) -> str:
    """The evidence of a rule as one JSON text; exact numbers as text."""
    if not evidence:
        return "'{}'"
    parts = ", ".join(
        f"{literal(label)}: "
        + (f"CAST({sql} AS VARCHAR)" if types[label].startswith(_AS_TEXT) else sql)
        for label, sql in evidence.items()
    )
    return f"CAST(to_json({{{parts}}}) AS VARCHAR)"


def step_sql(name: str, sql: str) -> str:
    """A step as a part of one statement, worked out once where it is read more than once."""
    how = "MATERIALIZED" if name in KEPT else "NOT MATERIALIZED"
    return f"{name} AS {how} ({sql})"


def bits_sql(rules: Sequence[Rule], written: Mapping[str, tuple[str, str]]) -> str:
    """The rules that fire, as bits of one number."""
    if len(rules) > MOST_RULES:
        raise BookError(f"{len(rules)} rules about one thing; the engine holds {MOST_RULES}")
    bits = [
        f"CASE WHEN {written[rule.code][0]} THEN {1 << number}::BIGINT ELSE 0 END"
        for number, rule in enumerate(rules)
    ]
    return " + ".join(bits) or "0::BIGINT"


def score_sql(words: Mapping[str, Sequence[Rule]]) -> str:
    """The sum of the weights of the rules whose bits are set."""
    weighed = [
        f"CASE WHEN {word} & {1 << number} <> 0 THEN {literal(rule.weight)} ELSE 0 END"
        for word, rules in words.items()
        for number, rule in enumerate(rules)
        if rule.weight
    ]
    return f"CAST({' + '.join(weighed) or '0'} AS DECIMAL(9,3))"


def mask_sql(rules: Sequence[Rule], severity: Severity) -> int:
    """The bits of the rules of one severity."""
    return sum(1 << number for number, rule in enumerate(rules) if rule.severity is severity)


def quota_reason_sql(
    rule: Rule, measure: str, conditions: Conditions, *, limit: object, rank: int
) -> str:
    """The reason of a rule about a quota where it fires for a measure."""
    renamed = {
        "measure": literal(measure),
        "quota_used": f"{measure}_used",
        "quota_amount": f"{measure}_amount",
        "quota_limit": literal(limit),
    }
    evidence = ", ".join(
        f"{literal(label)}: CAST({conditions.sql(rule, part, renamed)} AS VARCHAR)"
        for label, part in evidence_of(rule).items()
    )
    told = f"CAST(to_json({{{evidence}}}) AS VARCHAR)" if evidence else "'{}'"
    return (
        f"CASE WHEN {measure}_amount <> 0 AND ({conditions.sql(rule, rule.condition, renamed)}) "
        f"THEN {{'rank': {rank}::INTEGER, 'gnum': 0::INTEGER, "
        f"'evidence': {told}}} END"
    )
