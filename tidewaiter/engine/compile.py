"""Law, columns and book made into one checked program of SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from tidewaiter.engine import steps, taxes
from tidewaiter.engine.book.loader import Book, BookError
from tidewaiter.engine.book.rules import Grain, Rule, Severity
from tidewaiter.engine.conditions import Conditions, literal, with_parameters
from tidewaiter.engine.frames import FRAMES
from tidewaiter.engine.pieces import (
    QUOTA_COLUMNS,
    bits_sql,
    evidence_of,
    json_sql,
    mask_sql,
    rule_columns,
    score_sql,
    step_sql,
)
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.law.loader import Law

DRAWS = 2**52
"""Numbers that a draw can take: the first 52 bits of a SHA-256."""

CHAIN = (
    "matched", "compared", "known", "linked", "line_peers", "line_facts", "lines", "totals",
    "valued", "allocated", "taxes", "dues", "visits", "neighbours", "parcels",
)  # fmt: skip
"""The steps up to `parcels`, in order."""

CAREFUL = ("judged", "used", "acceptable", "ledger", "folded", "settled")
"""The steps after `parcels`."""

QUICK = ("judged", "used", "acceptable", "ledger")
"""The same, for a batch in which no two parcels use one purse: none is contested."""

RECALLED = {
    "known": "recalled_known",
    "linked": "recalled_linked",
    "line_peers": "recalled_line_peers",
    "neighbours": "recalled_neighbours",
    "used": "recalled_used",
}
"""Where a decision is made again, these steps read what it knew then."""

_SHAPE = {Grain.LINE: "_line_facts", Grain.PARCEL: "_parcels", Grain.QUOTA: "_quotas"}

_REASONS = "STRUCT(rank INTEGER, gnum INTEGER, evidence VARCHAR)[]"


@dataclass(frozen=True)
class Program:
    """The statements of a program and what they need.

    `alone` is exact where no two parcels of the batch share a buyer, an address or a phone;
    `crowded` always is.
    """

    key: str
    alone: str
    crowded: str
    law_frames: Mapping[str, Any]
    codes: tuple[str, ...]
    weights: tuple[Decimal, ...]
    measures: tuple[str, ...]
    recorded: bool


def compile_program(
    law: Law,
    book: Book,
    policy: Policy,
    *,
    seed: str,
    recalled: bool = False,
    recorded: bool = True,
) -> Program:
    """The program for a day's law, a book and a policy.

    `recalled` decides again from the context of earlier decisions; without `recorded` neither
    context nor input hash are written, which back-tests do not need.

    Raises BookError when a rule asks for what is not documented or allowed, or is of a wrong type.
    """
    return _Compiler(law, book, policy, seed, recalled, recorded).program()


@dataclass(frozen=True)
class Shapes:
    """What rules about each grain see: the types of the columns, and how expressions are read."""

    types: Mapping[Grain, Mapping[str, str]]
    conditions: Mapping[Grain, Conditions]


def shapes(connection: Any, law: Law, book: Book) -> Shapes:
    """What the rules of a day see, worked out on a scratch connection."""
    compiler = _Compiler(law, book, Policy(), "", False, True)
    compiler.make_shapes(connection)
    types = {
        grain: {
            row[0]: row[1]
            for row in connection.execute(f"DESCRIBE {table}").fetchall()
            if row[0] in compiler.documented(grain)
        }
        for grain, table in _SHAPE.items()
    }
    return Shapes(types, compiler.conditions)


class _Compiler:
    def __init__(
        self, law: Law, book: Book, policy: Policy, seed: str, recalled: bool, recorded: bool
    ) -> None:
        self.law, self.book, self.policy, self.seed = law, book, policy, seed
        self.recalled, self.recorded = recalled, recorded
        self.measures = tuple(measure.id for measure in law.measures)
        self.goods = tuple(measure.id for measure in law.measures if not measure.money)
        self.money = tuple(measure.id for measure in law.measures if measure.money)
        limits = {f"limit_{measure.id}": measure.limit for measure in law.measures}
        own = {"step": taxes.smallest_step(law), "year": law.day.year}
        self.parameters = dict(law.parameters()) | limits | own
        self.rules = book.on(law.day)
        self.rank = {rule.code: number for number, rule in enumerate(self.rules, 1)}
        self.frames = taxes.law_frames(law)
        self.by_documents: tuple[Rule, ...] = ()
        self.by_all: tuple[Rule, ...] = ()
        self.passed: tuple[str, ...] = ()
        self.conditions = {
            grain: Conditions(frozenset(self.documented(grain)), self.parameters, self.codes())
            for grain in Grain
        }

        self._sort_parcel_rules()

    def _sort_parcel_rules(self) -> None:
        """Rules that ask for documents alone are decided early; their columns go no further."""
        matched = frozenset(steps.documented("matched", self.measures))
        asked = {
            rule.code: self._columns(rule) for rule in self.book.per(Grain.PARCEL, self.law.day)
        }
        parcel = self.book.per(Grain.PARCEL, self.law.day)
        self.by_documents = tuple(rule for rule in parcel if asked[rule.code] <= matched)
        self.by_all = tuple(rule for rule in parcel if not asked[rule.code] <= matched)
        used: frozenset[str] = frozenset().union(*(asked[rule.code] for rule in self.by_all))
        self.passed = tuple(sorted(used & matched - set(steps.step("parcels").notes)))

    def _columns(self, rule: Rule) -> frozenset[str]:
        conditions = self.conditions[rule.per]
        parts = (rule.when, *evidence_of(rule).values())
        return frozenset().union(*(conditions.columns(rule, part) for part in parts))

    def codes(self) -> dict[str, frozenset[str]]:
        """The code lists of the day."""
        return {name: frozenset(listed) for name, listed in self.law.lists.items()}

    def documented(self, grain: Grain) -> Mapping[str, steps.Note]:
        """The columns that rules about a grain may ask for."""
        return rule_columns(grain, self.measures)

    def program(self) -> Program:
        """All statements, checked."""
        connection = duckdb.connect(config={"threads": 1})
        try:
            self.make_shapes(connection)
            written = {rule.code: self._written(rule, connection) for rule in self.rules}
        finally:
            connection.close()
        key = "|".join(
            (self.law.pack, self.law.version, self.law.day.isoformat(), self.book.version,
             self.policy.key, self.seed, str(self.recalled), str(self.recorded))
        )  # fmt: skip
        return Program(
            key=key,
            alone=steps.filled(self._statement(written, QUICK), "crowded", None),
            crowded=steps.kept(self._statement(written, CAREFUL), "crowded"),
            law_frames=self.frames,
            codes=tuple(rule.code for rule in self.rules),
            weights=tuple(rule.weight for rule in self.rules),
            measures=self.measures,
            recorded=self.recorded,
        )

    def make_shapes(self, connection: Any) -> None:
        """Empty tables of what rules see, so that DuckDB can say what type a rule's parts have."""
        for frame in FRAMES.values():
            connection.execute(f"CREATE TABLE {frame.name} ({frame.ddl})")
        for name, table in self.frames.items():
            connection.register(f"_{name}", table)
            connection.execute(f"CREATE TABLE {name} AS FROM _{name}")
        passed, self.passed = (
            self.passed,
            tuple(sorted(set(steps.documented("matched", ())) - set(steps.step("parcels").notes))),
        )
        chain = steps.kept(self._chain({}), "crowded")
        self.passed = passed
        for name in ("line_facts", "parcels"):
            connection.execute(f"CREATE TABLE _{name} AS {chain} SELECT * FROM {name} LIMIT 0")
        columns = ", ".join(f"{name} {kind}" for name, (kind, _) in QUOTA_COLUMNS.items())
        connection.execute(f"CREATE TABLE _quotas ({columns})")

    def _written(self, rule: Rule, connection: Any) -> tuple[str, str]:
        """A rule's condition and evidence as SQL, both of the right type."""
        conditions = self.conditions[rule.per]
        when = conditions.sql(rule, rule.when)
        evidence = {label: conditions.sql(rule, part) for label, part in evidence_of(rule).items()}
        parts = ", ".join([f"({when}) AS fires", *(f'{e} AS "{n}"' for n, e in evidence.items())])
        try:
            described = connection.execute(
                f"DESCRIBE SELECT {parts} FROM {_SHAPE[rule.per]}"
            ).fetchall()
        except duckdb.Error as mistake:
            raise BookError(f"rule {rule.code}: {mistake}") from mistake
        types = {row[0]: row[1] for row in described}
        if types.pop("fires") != "BOOLEAN":
            raise BookError(f"rule {rule.code}: the condition is not true or false")
        return when, json_sql(evidence, types)

    def _statement(self, written: Mapping[str, tuple[str, str]], after: Sequence[str]) -> str:
        parts = [self._chain(written)]
        for name in after:
            sql = self._judged(written) if name == "judged" else self._sql(name)
            if name == "acceptable":
                alone = "CAST(declaration_id AS VARCHAR)"
                sql = (
                    steps.filled(sql, "purse", alone) if self.recalled else steps.kept(sql, "purse")
                )
            parts.append(step_sql(name, sql))
        return f"{', '.join(parts)} {self._decided(after[-1])}"

    def _judged(self, written: Mapping[str, tuple[str, str]]) -> str:
        lines = self.book.per(Grain.LINE, self.law.day)
        words = {"compared_fired": self.by_documents, "fired": self.by_all, "line_fired": lines}
        rejects = [rule for rule in self.rules if rule.severity is Severity.REJECT]
        sql = self._sql("judged")
        reasons = ", ".join(self._reason(rule, self.by_all, written) for rule in self.by_all)
        blocks = {
            "fired": bits_sql(self.by_all, written),
            "reasons": reasons or "NULL",
            "rejects": str(len(rejects)),
            "rejected": " OR ".join(
                f"(coalesce({word}, 0) & {mask_sql(rules, Severity.REJECT)}) <> 0"
                for word, rules in words.items()
            ),
            "score": score_sql(words),
            "draw": f"{self._draw('')} / {DRAWS}.0::DOUBLE",
            "lanes": self._lanes(words),
            "scores": self._scores(),
            "random": self._random(),
        }
        for name, content in blocks.items():
            sql = steps.filled(sql, name, content)
        return sql

    def _chain(self, written: Mapping[str, tuple[str, str]]) -> str:
        """The steps up to `parcels` as one WITH clause."""
        lines: tuple[Rule, ...] = self.book.per(Grain.LINE, self.law.day) if written else ()
        parts = []
        for name in CHAIN:
            sql = self._sql(name)
            if name == "lines":
                sql = steps.filled(sql, "fired", bits_sql(lines, written))
                sql = steps.filled(sql, "reasons", self._listed(lines, written, "fired", "gnum"))
            if name == "compared":
                early: tuple[Rule, ...] = self.by_documents if written else ()
                early_only = set(self.passed) - set(steps.step("compared").notes)
                passed = "".join(f"{column}, " for column in sorted(early_only))
                sql = steps.filled(sql, "passed", passed)
                sql = steps.filled(sql, "fired", bits_sql(early, written))
                reasons = self._listed(early, written, "compared_fired", "0")
                sql = steps.filled(sql, "reasons", reasons)
            if name == "parcels":
                further = "".join(f"c.{column}, " for column in self.passed)
                sql = steps.filled(sql, "passed", further)
            if name == "taxes":
                limit = self.law.amount("cbec.limit.annual")
                fits = taxes.widest(self.frames["law_taxes"], limit) < 2**62
                sql = steps.filled(sql, "integer", "BIGINT" if fits else "HUGEINT")
            parts.append(step_sql(name, sql))
        return "WITH " + ", ".join(parts)

    def _decided(self, settled: str) -> str:
        sql = steps.filled(self._sql("decided"), "settled", settled)
        exceptions = "" if self.recorded else "WHERE NOT fits OR contested"
        sql = steps.filled(sql, "exceptions", exceptions)
        reasons = [
            self._quota_reason(rule, measure)
            for rule in self.book.per(Grain.QUOTA, self.law.day)
            for measure in self.measures
        ]
        law = ":".join((self.law.pack, self.law.version, self.law.day.isoformat()))
        sql = steps.filled(sql, "reasons", ", ".join(reasons) or f"CAST(NULL AS {_REASONS[:-2]})")
        sql = steps.filled(sql, "law", literal(law))
        sql = steps.filled(sql, "statuses", "[" + ", ".join(literal(x.status) for x in Lane) + "]")
        return steps.filled(sql, "names", "[" + ", ".join(literal(x.value) for x in Lane) + "]")

    def _sql(self, name: str) -> str:
        """A step's SQL with the measures and the law's values put in."""
        sql = steps.step(RECALLED.get(name, name) if self.recalled else name).sql
        repeats = {"measure": self.measures, "goods": self.goods, "money": self.money}
        for block, each in repeats.items():
            sql = steps.repeated(sql, block, each)
        sql = steps.kept(sql, "context") if self.recorded else steps.filled(sql, "context", None)
        return with_parameters(sql, self.parameters, f"step {name}")

    def _listed(
        self, rules: Sequence[Rule], written: Mapping[str, tuple[str, str]], word: str, gnum: str
    ) -> str:
        """The reasons of those rules that fired, as a list."""
        parts = ", ".join(self._reason(rule, rules, written, word, gnum) for rule in rules)
        return f"CAST(list_filter([{parts or 'NULL'}], lambda r: r IS NOT NULL) AS {_REASONS})"

    def _reason(
        self,
        rule: Rule,
        rules: Sequence[Rule],
        written: Mapping[str, tuple[str, str]],
        word: str = "fired",
        gnum: str = "0",
    ) -> str:
        return (
            f"CASE WHEN {word} & {1 << rules.index(rule)} <> 0 THEN {{'rank': "
            f"{self.rank[rule.code]}::INTEGER, 'gnum': {gnum}::INTEGER, "
            f"'evidence': {written[rule.code][1]}}} END"
        )

    def _quota_reason(self, rule: Rule, measure: str) -> str:
        renamed = {
            "measure": literal(measure),
            "quota_used": f"{measure}_used",
            "quota_amount": f"{measure}_amount",
            "quota_limit": literal(self.parameters[f"limit_{measure}"]),
        }
        conditions = self.conditions[Grain.QUOTA]
        when = conditions.sql(rule, rule.when, renamed)
        evidence = ", ".join(
            f"{literal(label)}: CAST({conditions.sql(rule, part, renamed)} AS VARCHAR)"
            for label, part in evidence_of(rule).items()
        )
        return (
            f"CASE WHEN {measure}_amount <> 0 AND ({when}) THEN {{'rank': "
            f"{self.rank[rule.code]}::INTEGER, 'gnum': 0::INTEGER, "
            f"'evidence': CAST(to_json({{{evidence}}}) AS VARCHAR)}} END"
        )

    def _lanes(self, words: Mapping[str, Sequence[Rule]]) -> str:
        asked = []
        for word, rules in words.items():
            for number, rule in enumerate(rules):
                if rule.lane is None:
                    continue
                fires = f"{word} & {1 << number} <> 0"
                if rule.share < 1:
                    fires += f" AND {self._draw(rule.code + ':')} < {int(rule.share * DRAWS)}"
                asked.append(f"CASE WHEN {fires} THEN {rule.lane.rank} ELSE 0 END")
        return ", ".join(asked) or "0"

    def _draw(self, what: str) -> str:
        """A keyed random whole number below DRAWS: anyone who knows the seed can repeat it."""
        salt = literal(f"{self.seed}:{what}")
        return f"CAST('0x' || left(sha256({salt} || ticket), 13) AS BIGINT)"

    def _scores(self) -> str:
        steps_down = sorted(self.policy.scores.items(), key=lambda item: -item[0].rank)
        return (
            " ".join(
                f"WHEN score >= {literal(threshold)} THEN {lane.rank}"
                for lane, threshold in steps_down
            )
            or "WHEN false THEN 0"
        )

    def _random(self) -> str:
        bound, parts = Decimal(0), []
        for lane, share in self.policy.shares().items():
            bound += share
            parts.append(f"WHEN draw < {int(bound * DRAWS)} / {DRAWS}.0::DOUBLE THEN {lane.rank}")
        return " ".join(parts) or "WHEN false THEN 0"
