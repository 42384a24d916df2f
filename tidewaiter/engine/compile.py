"""Law, columns and book made into one checked program of SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from tidewaiter.engine import steps, taxes
from tidewaiter.engine.book.loader import Book, BookError
from tidewaiter.engine.book.rules import SNOOZED, Grain, Rule, Severity
from tidewaiter.engine.chain import CAREFUL, QUICK, RECALLED, in_bulk, live, upto
from tidewaiter.engine.conditions import Conditions, literal, with_parameters
from tidewaiter.engine.frames import FRAMES
from tidewaiter.engine.knowledge.tables import knowledge
from tidewaiter.engine.pieces import (
    QUOTA_COLUMNS,
    SCORED,
    bits_sql,
    evidence_of,
    further,
    json_sql,
    mask_sql,
    optional,
    quota_reason_sql,
    rule_columns,
    score_sql,
    step_sql,
)
from tidewaiter.engine.selection.choosing import choosing
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.law.loader import Law

SHAPE = {Grain.LINE: "_line_facts", Grain.PARCEL: "_parcels", Grain.QUOTA: "_quotas"}
"""The empty table with what rules about each grain see."""

_REASONS = "STRUCT(rank INTEGER, gnum INTEGER, evidence VARCHAR)[]"


@dataclass(frozen=True)
class Program:
    """The statements of a program and what they need.

    `alone` is exact where no two parcels of the batch share a buyer, an address or a phone;
    `crowded` always is, and so is `bulk`, which is for more than some thousand parcels. Where the
    program is `tiled` the frame `tiles` is read; what parcels add to it the last step of a live
    batch says, and `added` alone.
    """

    key: str
    alone: str
    crowded: str
    bulk: str
    added: str
    law_frames: Mapping[str, Any]
    codes: tuple[str, ...]
    weights: tuple[Decimal, ...]
    measures: tuple[str, ...]
    recorded: bool
    tiled: bool
    day: date


def compile_program(
    law: Law,
    book: Book,
    policy: Policy,
    *,
    seed: str,
    recalled: bool = False,
    recorded: bool = True,
    quiet: frozenset[str] = frozenset(),
    budgeted: bool = False,
    scored: bool = False,
) -> Program:
    """The program for a day's law, a book and a policy.

    `recalled` decides again from the context of earlier decisions; without `recorded` neither
    context nor input hash are written, which back-tests do not need. `quiet` are the codes of rules
    that the frame `snoozes` keeps quiet about somebody; without any the statement asks for none.
    `budgeted` and `scored` say whether the frames `budgets` and `scores` have rows; what was
    decided with them is decided again with the same.

    Raises BookError when a rule asks for what is not documented or allowed, or is of a wrong type.
    """
    compiler = Compiler(law, book, policy, seed, recalled, recorded, quiet, budgeted, scored)
    return compiler.program()


def asks_for_tiles(law: Law, book: Book) -> bool:
    """Whether a rule of a day asks for what is known of sellers, platforms and goods."""
    return Compiler(law, book, Policy(), "", False, True)._asks_for("tiles")


class Compiler:
    """Writes the parts of the statement: the chain of steps, what is judged, what is decided."""

    def __init__(
        self,
        law: Law,
        book: Book,
        policy: Policy,
        seed: str,
        recalled: bool,
        recorded: bool,
        quiet: frozenset[str] = frozenset(),
        budgeted: bool = False,
        scored: bool = False,
    ) -> None:
        self.law, self.book, self.policy, self.seed = law, book, policy, seed
        self.recalled, self.recorded = recalled, recorded
        self.budgeted, self.scored = budgeted or recalled, scored or recalled
        self.measures = tuple(measure.id for measure in law.measures)
        self.goods = tuple(measure.id for measure in law.measures if not measure.money)
        self.money = tuple(measure.id for measure in law.measures if measure.money)
        limits = {f"limit_{measure.id}": measure.limit for measure in law.measures}
        own = {"step": taxes.smallest_step(law), "year": law.day.year, "today": law.day}
        self.parameters = dict(law.parameters()) | limits | own | knowledge().parameters()
        self.words = knowledge().blocks(law.lists)
        self.quiet = frozenset(
            rule.code
            for rule in book.on(law.day)
            if rule.code in quiet and rule.severity is not Severity.REJECT
        )
        self.rules = self._with_quiet(book.on(law.day))
        self.rank = {rule.code: number for number, rule in enumerate(self.rules, 1)}
        self.frames = taxes.law_frames(law)
        self.by_documents: tuple[Rule, ...] = ()
        self.by_all: tuple[Rule, ...] = ()
        self.passed: tuple[str, ...] = ()
        self.optional = set(optional(self.measures)) - set(steps.step("parcels").notes)
        self.signs = self.tiles = True
        """Whether the columns are worked out that only some rules ask for, and those of tiles."""
        self.conditions = {
            grain: Conditions(frozenset(self.documented(grain)), self.parameters, self.codes())
            for grain in Grain
        }
        self._sort_parcel_rules()

    def _sort_parcel_rules(self) -> None:
        """Rules that ask for documents alone are decided early; their columns go no further."""
        matched = frozenset(steps.documented("matched", self.measures))
        parcel = self.per(Grain.PARCEL)
        asked = {rule.code: self._columns(rule) for rule in parcel}
        self.by_documents = tuple(rule for rule in parcel if asked[rule.code] <= matched)
        self.by_all = tuple(rule for rule in parcel if not asked[rule.code] <= matched)
        used: frozenset[str] = frozenset().union(*(asked[rule.code] for rule in self.by_all))
        always = set(SCORED) if self.scored else set()
        self.passed = tuple(sorted(used & self.optional | always))

    def _with_quiet(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """The rules, and behind them those that are told without effect where they are quiet."""
        return (*rules, *(rule.snoozed() for rule in rules if rule.code in self.quiet))

    def per(self, grain: Grain) -> tuple[Rule, ...]:
        """The rules about a grain that apply on the day."""
        return self._with_quiet(self.book.per(grain, self.law.day))

    def _asks_for(self, block: str) -> bool:
        """Whether a rule reads what stands in a block: looking names up, or tiles, costs joins."""
        return any(self._columns(rule) & steps.standing_in(block) for rule in self.rules)

    def _columns(self, rule: Rule) -> frozenset[str]:
        conditions = self.conditions[rule.per]
        parts = (rule.condition, *evidence_of(rule).values())
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
            written = {rule.code: self.written(rule, connection) for rule in self.rules}
        finally:
            connection.close()
        self.signs, self.tiles = self._asks_for("signs"), self._asks_for("tiles")
        careful = steps.kept(self._statement(written, CAREFUL), "crowded")
        key = "|".join(
            (self.law.pack, self.law.version, self.law.day.isoformat(), self.book.version,
             self.policy.key, self.seed, str(self.recalled), str(self.recorded),
             ",".join(sorted(self.quiet)), str(self.budgeted), str(self.scored))
        )  # fmt: skip
        return Program(
            key=key,
            alone=live(steps.filled(self._statement(written, QUICK), "crowded", None)),
            crowded=live(careful),
            bulk=in_bulk(careful),
            added=in_bulk(f"{self.chain({}, 'added')} FROM added") if self.tiles else "",
            law_frames=self.frames,
            codes=tuple(rule.code for rule in self.rules),
            weights=tuple(rule.weight for rule in self.rules),
            measures=self.measures,
            recorded=self.recorded,
            tiled=self.tiles,
            day=self.law.day,
        )

    def make_shapes(self, connection: Any) -> None:
        """Empty tables of what rules see, so that DuckDB can say what type a rule's parts have."""
        for frame in FRAMES.values():
            connection.execute(f"CREATE TABLE {frame.name} ({frame.ddl})")
        for name, table in self.frames.items():
            connection.register(f"_{name}", table)
            connection.execute(f"CREATE TABLE {name} AS FROM _{name}")
        passed, self.passed = self.passed, tuple(sorted(self.optional))
        chain = in_bulk(steps.kept(self.chain({}), "crowded"))
        self.passed = passed
        for name in ("line_facts", "parcels"):
            connection.execute(f"CREATE TABLE _{name} AS {chain} SELECT * FROM {name} LIMIT 0")
        columns = ", ".join(f"{name} {kind}" for name, (kind, _) in QUOTA_COLUMNS.items())
        connection.execute(f"CREATE TABLE _quotas ({columns})")

    def written(self, rule: Rule, connection: Any) -> tuple[str, str]:
        """A rule's condition and evidence as SQL, both of the right type."""
        conditions = self.conditions[rule.per]
        when = conditions.sql(rule, rule.condition)
        evidence = {label: conditions.sql(rule, part) for label, part in evidence_of(rule).items()}
        parts = ", ".join([f"({when}) AS fires", *(f'{e} AS "{n}"' for n, e in evidence.items())])
        try:
            described = connection.execute(
                f"DESCRIBE SELECT {parts} FROM {SHAPE[rule.per]}"
            ).fetchall()
        except duckdb.Error as mistake:
            raise BookError(f"rule {rule.code}: {mistake}") from mistake
        types = {row[0]: row[1] for row in described}
        if types.pop("fires") != "BOOLEAN":
            raise BookError(f"rule {rule.code}: the condition is not true or false")
        return self._heard(rule, when), json_sql(evidence, types)

    def _heard(self, rule: Rule, when: str) -> str:
        """The condition where the rule has its effect, or where it is quiet."""
        plain = rule.code.removesuffix(SNOOZED)
        if plain not in self.quiet:
            return when
        about = f"declaration_id IN (SELECT declaration_id FROM quieted WHERE code = '{plain}')"
        return f"({when}) AND {'NOT ' if plain == rule.code else ''}({about})"

    def _statement(self, written: Mapping[str, tuple[str, str]], after: Sequence[str]) -> str:
        return f"{self.judgement(written, after)} {self._decided(after[-1])}"

    def judgement(self, written: Mapping[str, tuple[str, str]], after: Sequence[str]) -> str:
        """The steps up to `parcels` and some of those after it as one WITH clause."""
        parts = [self.chain(written)]
        for name in ("budgeted", *after) if self.budgeted else after:
            sql = self._judged(written) if name == "judged" else self._sql(name)
            if name == "acceptable":
                alone = "CAST(declaration_id AS VARCHAR)"
                sql = (
                    steps.filled(sql, "purse", alone) if self.recalled else steps.kept(sql, "purse")
                )
            parts.append(step_sql(name, sql))
        return ", ".join(parts)

    def _judged(self, written: Mapping[str, tuple[str, str]]) -> str:
        lines = self.per(Grain.LINE)
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
            **choosing(self.policy, words, self.draw, budgeted=self.budgeted),
        }
        if self.scored:
            blocks["safe"] = "coalesce(1 - CAST(risk AS DOUBLE), 1::DOUBLE)"
        for name, content in blocks.items():
            sql = steps.filled(sql, name, content)
        return sql

    def chain(self, written: Mapping[str, tuple[str, str]], last: str = "parcels") -> str:
        """The steps up to `parcels`, or to another one, as one WITH clause."""
        lines: tuple[Rule, ...] = self.per(Grain.LINE) if written else ()
        parts = []
        first: tuple[str, ...] = ("quieted",) if self.quiet and written else ()
        first += ("scored",) if self.scored else ()
        for name in (*first, *upto(last, tiled=self.tiles, recalled=self.recalled)):
            sql = self._sql(name)
            if name == "lines":
                sql = steps.filled(sql, "fired", bits_sql(lines, written))
                sql = steps.filled(sql, "reasons", self._listed(lines, written, "fired", "gnum"))
            if name == "compared":
                early: tuple[Rule, ...] = self.by_documents if written else ()
                early_only = set(self.passed) & set(steps.documented("matched", self.measures))
                early_only -= set(steps.step("compared").notes)
                passed = "".join(f"{column}, " for column in sorted(early_only))
                sql = steps.filled(sql, "passed", passed)
                sql = steps.filled(sql, "fired", bits_sql(early, written))
                reasons = self._listed(early, written, "compared_fired", "0")
                sql = steps.filled(sql, "reasons", reasons)
            if name == "parcels":
                sql = steps.filled(sql, "passed", further(self.passed, scored=self.scored))
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
            quota_reason_sql(
                rule,
                measure,
                self.conditions[Grain.QUOTA],
                limit=self.parameters[f"limit_{measure}"],
                rank=self.rank[rule.code],
            )
            for rule in self.per(Grain.QUOTA)
            for measure in self.measures
        ]
        law = ":".join((self.law.pack, self.law.version, self.law.day.isoformat()))
        sql = steps.filled(sql, "reasons", ", ".join(reasons) or f"CAST(NULL AS {_REASONS[:-2]})")
        sql = steps.filled(sql, "law", literal(law))
        sql = steps.filled(sql, "known", "little_known" if self.budgeted else "NULL")
        if not self.scored:
            sql = steps.filled(sql, "model", further(sorted(SCORED), scored=False))
        sql = steps.filled(sql, "inspection", str(Lane.INSPECTION.rank))
        sql = steps.filled(sql, "statuses", "[" + ", ".join(literal(x.status) for x in Lane) + "]")
        return steps.filled(sql, "names", "[" + ", ".join(literal(x.value) for x in Lane) + "]")

    def _sql(self, name: str) -> str:
        """A step's SQL with the measures and the law's values put in."""
        sql = steps.step(RECALLED.get(name, name) if self.recalled else name).sql
        repeats = {"measure": self.measures, "goods": self.goods, "money": self.money}
        for block, each in repeats.items():
            sql = steps.repeated(sql, block, each)
        for block, words in self.words.items():
            sql = steps.filled(sql, block, words)
        asked = {
            "quiet": self.quiet, "budget": self.budgeted, "scored": self.scored,
            "signs": self.signs, "tiles": self.tiles, "context": self.recorded,
        }  # fmt: skip
        for block, wanted in asked.items():
            sql = steps.kept(sql, block) if wanted else steps.filled(sql, block, None)
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

    def draw(self, what: str) -> str:
        """A keyed random whole number below DRAWS: anyone who knows the seed can repeat it."""
        salt = literal(f"{self.seed}:{what}")
        return f"CAST('0x' || left(sha256({salt} || ticket), 13) AS BIGINT)"
