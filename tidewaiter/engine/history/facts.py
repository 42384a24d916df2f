"""Facts: what rules saw of past parcels and lines, kept so that a new rule can be tried at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from tidewaiter.engine import steps
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import Grain, Rule
from tidewaiter.engine.compile import Compiler
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.pieces import CAREFUL, bits_sql
from tidewaiter.engine.selection.choosing import DRAWS, random_sql
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.law.loader import Law

FOUND: dict[str, steps.Note] = {
    "outcome": steps.Note("accepted, rejected or waiting", "结果：接受、退单、等待"),
    "fired": steps.Note("codes of the rules that fired", "触发的规则"),
    "asked": steps.Note(
        "codes of those whose lane was asked for, after the draw of their share",
        "其中经份额抽取后要求通道的规则",
    ),
    "draw": steps.Note("keyed random number of the parcel, from 0 to 1", "包裹的密钥随机数"),
    "random_rank": steps.Note("lane that the draw asks for", "随机抽中的通道"),
    "lane_rank": steps.Note("lane of an accepted parcel", "通道"),
    "MEASURE_used": steps.Note("used of a measure before this parcel", "此前已用"),
}
"""What `parcel_facts` holds beside the documented columns."""


@dataclass(frozen=True)
class FactsProgram:
    """Two queries over the engine's frames that give the facts of parcels and of lines."""

    parcels: str
    lines: str


def compile_facts(
    law: Law, book: Book, policy: Policy, *, seed: str, recalled: bool
) -> FactsProgram:
    """The queries for a day's law, a book and a policy; `recalled` as in `compile_program`.

    Raises BookError when a rule asks for what is not documented or allowed, or is of a wrong type.
    """
    compiler = Compiler(law, book, policy, seed, recalled, False)
    with duckdb.connect(config={"threads": 1}) as connection:
        compiler.make_shapes(connection)
        written = {rule.code: compiler.written(rule, connection) for rule in compiler.rules}
    compiler.passed = tuple(sorted(compiler.optional))
    chain = steps.kept(compiler.chain(written), "crowded")
    judgement = steps.kept(compiler.judgement(written, CAREFUL), "crowded")
    columns = [f"p.{name}" for name in compiler.documented(Grain.PARCEL)]
    parcels = (
        f"{judgement} SELECT {', '.join(columns)}, {_found(compiler, written)} "
        f"FROM (SELECT *, {bits_sql(compiler.by_all, written)} AS fired FROM parcels) AS p "
        "JOIN judged AS j ON j.declaration_id = p.declaration_id "
        "LEFT JOIN settled AS s ON s.declaration_id = p.declaration_id"
    )
    lines = ", ".join(compiler.documented(Grain.LINE))
    return FactsProgram(parcels, f"{chain} SELECT {lines} FROM line_facts")


def _found(compiler: Compiler, written: dict[str, tuple[str, str]]) -> str:
    """What was found of a parcel, as the end of a list of columns."""
    words: dict[str, Sequence[Rule]] = {
        "p.compared_fired": compiler.by_documents,
        "p.fired": compiler.by_all,
        "p.line_fired": compiler.book.per(Grain.LINE, compiler.law.day),
    }
    bits = [
        (rule, f"{word} & {1 << number} <> 0")
        for word, rules in words.items()
        for number, rule in enumerate(rules)
    ]
    fired = [f"CASE WHEN {bit} THEN {literal(rule.code)} END" for rule, bit in bits]
    fired += [
        f"CASE WHEN NOT s.fits AND {condition} THEN {literal(rule.code)} END"
        for rule in compiler.book.per(Grain.QUOTA, compiler.law.day)
        for condition in [_breaks(compiler, rule)]
    ]
    asked = [
        f"CASE WHEN {bit} AND {_drawn(compiler, rule)} THEN {literal(rule.code)} END"
        for rule, bit in bits
        if rule.lane is not None
    ]
    used = "".join(f", s.{each}_used" for each in compiler.measures)
    accepted = "j.outcome = 'accepted' AND coalesce(s.fits, true)"
    lane = "greatest(j.rule_rank, j.score_rank)"
    drawn = f"CASE {random_sql(compiler.policy).replace('draw', 'j.draw')} ELSE 0 END"
    uniform = f"CASE WHEN j.drawn_by IS NULL THEN 0 ELSE {Lane.INSPECTION.rank} END"
    return (
        f"CASE WHEN j.outcome = 'accepted' AND NOT coalesce(s.fits, true) THEN 'rejected' "
        f"ELSE j.outcome END AS outcome, {_listed(fired)} AS fired, {_listed(asked)} AS asked, "
        f"j.draw, coalesce(j.random_rank, {drawn}) AS random_rank, "
        f"CASE WHEN {accepted} THEN greatest({uniform}, CASE WHEN {lane} > 0 THEN {lane} "
        f"ELSE j.random_rank END) END AS lane_rank{used}"
    )


def _drawn(compiler: Compiler, rule: Rule) -> str:
    """Whether the draw of a rule's share fell on the parcel."""
    if rule.share == 1:
        return "true"
    return f"{compiler.draw(rule.code + ':')} < {int(rule.share * DRAWS)}"


def _breaks(compiler: Compiler, rule: Rule) -> str:
    """Whether a rule about a quota fires for any measure."""
    parts = [
        f"(p.{measure}_amount <> 0 AND ({quota_condition(compiler, rule, measure)}))"
        for measure in compiler.measures
    ]
    return "(" + " OR ".join(parts) + ")"


def quota_condition(compiler: Compiler, rule: Rule, measure: str) -> str:
    """A rule about a quota as SQL over the columns of `parcel_facts`."""
    renamed = {
        "measure": literal(measure),
        "quota_used": f"{measure}_used",
        "quota_amount": f"p.{measure}_amount",
        "quota_limit": literal(compiler.parameters[f"limit_{measure}"]),
    }
    return compiler.conditions[Grain.QUOTA].sql(rule, rule.condition, renamed)


def _listed(codes: Sequence[str]) -> str:
    return f"list_filter([{', '.join(codes) or 'NULL'}]::VARCHAR[], lambda c: c IS NOT NULL)"
