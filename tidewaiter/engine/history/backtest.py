"""Tries a rule on the facts of past days: what it hits, and how lanes would have changed.

Lanes are worked out anew only for parcels whose rules change. The quota is taken as it was: where a
rule rejects what was accepted, or the other way round, later parcels of the same buyer are not
settled again; `tidewaiter assess` with the changed book does that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from tidewaiter.engine.book.loader import Book, BookError
from tidewaiter.engine.book.rules import Grain, Rule, Severity
from tidewaiter.engine.compile import Compiler
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.history.layout import Day, FolderError, days, days_with_facts
from tidewaiter.engine.selection.choosing import DRAWS
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.law.loader import Law

SHOWN = 10
"""Rules, firms and lines of goods that are named at most."""

_REJECTED = -1
"""The rank of a rejected parcel, beside the ranks of lanes."""


@dataclass(frozen=True)
class Tried:
    """What a rule would have done on past days.

    - `lanes`: parcels by lane before and after, only where it changes
    - `overlap`: other rules that fired on the same parcels: code, parcels of both
    - `inspections`: parcels a day that an officer opens, before and after
    - `affected`: who has most hits: kind, code, hits
    - `inspected`, `confirmed`: hits that were opened, and those where something was found
    """

    code: str
    days: int
    parcels: int
    hits: int
    hits_accepted: int
    lanes: Mapping[tuple[str, str], int]
    overlap: Sequence[tuple[str, int]]
    inspections: tuple[float, float]
    affected: Sequence[tuple[str, str, int]]
    buyers: int
    inspected: int
    confirmed: int
    warnings: Sequence[str] = field(default=())


def backtest(
    rule: Rule,
    source: Path,
    *,
    law: Law,
    book: Book,
    policy: Policy,
    seed: str,
    since: date | None = None,
    until: date | None = None,
    threads: int = 2,
    memory: str = "2GB",
) -> Tried:
    """What a rule would have done on the days of a folder; a rule of the book is replaced by it.

    `since` and `until` are the first and the last day; without them it is tried on all.

    `law` is that of the day whose parameters the rule takes. Raises BookError where the rule cannot
    be used, FolderError where the folder has no facts.
    """
    found = tuple(
        one
        for one in days_with_facts(source)
        if one.day is None or (since or one.day) <= one.day <= (until or one.day)
    )
    if not found:
        raise FolderError(f"{source} holds no day from {since} to {until}: archive them first.")
    compiler = Compiler(law, book.extended([rule]), policy, seed, False, False)
    with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as connection:
        return _Trial(connection, compiler, rule, found).told()


class _Trial:
    def __init__(
        self, connection: Any, compiler: Compiler, rule: Rule, found: Sequence[Day]
    ) -> None:
        self._run, self._compiler, self._rule, self._days = (
            connection.execute, compiler, rule, found,
        )  # fmt: skip
        for name in ("parcel_facts", "line_facts", "findings"):
            files = [path for day in found for path in day.files(name)]
            if files:
                listed = ", ".join(literal(path) for path in files)
                self._run(
                    f"CREATE VIEW {name} AS FROM read_parquet([{listed}], "
                    "hive_partitioning = false, union_by_name = true)"
                )
        self._findings = any(day.files("findings") for day in found)

    def told(self) -> Tried:
        self._hit()
        self._lay()
        [(parcels, hits, accepted)] = self._all(
            "SELECT (SELECT count(*) FROM parcel_facts), count(*) FILTER (WHERE fires), "
            "count(*) FILTER (WHERE fires AND outcome = 'accepted') FROM changed"
        )
        warnings = []
        if parcels and hits == parcels:
            warnings.append("The rule fires on every parcel: it tells none from another.")
        if parcels and not hits:
            warnings.append("The rule fires on no parcel of these days.")
        moved = self._all(
            "SELECT before, after, count(*) FROM relaid WHERE before <> after GROUP BY ALL"
        )
        inspected, confirmed = self._confirmed()
        return Tried(
            code=self._rule.code,
            days=len(self._days),
            parcels=parcels,
            hits=hits,
            hits_accepted=accepted,
            lanes={(_lane(before), _lane(after)): count for before, after, count in moved},
            overlap=self._overlap(),
            inspections=self._inspections(moved),
            affected=self._affected(),
            buyers=self._all("SELECT count(DISTINCT buyer_ix) FROM changed WHERE fires")[0][0],
            inspected=inspected,
            confirmed=confirmed,
            warnings=tuple(warnings),
        )

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._run(sql).fetchall()
        return rows

    def _hit(self) -> None:
        """The table `changed`: parcels on which the rule fires, or its namesake did."""
        try:
            self._gather(self._fires())
        except duckdb.Error as mistake:
            [sentence, *_] = str(mistake).splitlines()
            raise BookError(f"rule {self._rule.code}: {sentence}") from mistake

    def _gather(self, fires: str) -> None:
        code = literal(self._rule.code)
        ticket = "agent_code || ':' || coalesce(cop_no, '')"
        drawn = "true"
        if self._rule.share < 1:
            draw = self._compiler.draw(self._rule.code + ":").replace("ticket", f"({ticket})")
            drawn = f"{draw} < {int(self._rule.share * DRAWS)}"
        replaced = self._rule.code in {rule.code for rule in self._compiler.book.rules}
        earlier = f"list_contains(p.fired, {code})" if replaced else "false"
        self._run(
            f"CREATE TABLE changed AS SELECT * FROM (SELECT p.declaration_id, p.outcome, p.fired, "
            f"p.asked, p.random_rank, p.lane_rank, p.buyer_ix, p.ebc_code, p.ebp_code, "
            f"p.agent_code, coalesce({fires}, false) AS fires, {drawn} AS drawn, "
            f"coalesce({earlier}, false) AS earlier FROM parcel_facts AS p) WHERE fires OR earlier"
        )

    def _fires(self) -> str:
        rule, grain = self._rule, self._rule.per
        if grain is Grain.QUOTA:
            # whether a parcel fits is the law's limit; rules about a quota say why it does not
            measures = self._compiler.measures
            over = [
                f"(p.{measure}_amount <> 0 AND p.{measure}_used + p.{measure}_amount > "
                f"{literal(self._compiler.parameters[f'limit_{measure}'])})"
                for measure in measures
            ]
            asked = [
                f"(p.{measure}_amount <> 0 AND ({self._of_quota(measure)}))" for measure in measures
            ]
            return f"({' OR '.join(over)}) AND ({' OR '.join(asked)})"
        table = "line_facts" if grain is Grain.LINE else "parcel_facts"
        when = self._compiler.conditions[grain].sql(rule, rule.condition)
        self._check(when, table)
        if grain is Grain.LINE:
            self._run(
                "CREATE TABLE hit_lines AS SELECT DISTINCT declaration_id FROM line_facts "
                f"WHERE ({when})"
            )
            return "p.declaration_id IN (SELECT declaration_id FROM hit_lines)"
        return f"({when})"

    def _of_quota(self, measure: str) -> str:
        renamed = {
            "measure": literal(measure),
            "quota_used": f"p.{measure}_used",
            "quota_amount": f"p.{measure}_amount",
            "quota_limit": literal(self._compiler.parameters[f"limit_{measure}"]),
        }
        return self._compiler.conditions[Grain.QUOTA].sql(self._rule, self._rule.condition, renamed)

    def _check(self, when: str, table: str) -> None:
        described = self._all(f"DESCRIBE SELECT ({when}) AS fires FROM {table}")
        if described[0][1] != "BOOLEAN":
            raise BookError(f"rule {self._rule.code}: the condition is not true or false")

    def _lay(self) -> None:
        """The table `relaid`: the lanes of changed parcels before and after."""
        rows = ", ".join(
            f"({literal(rule.code)}, {rule.lane.rank if rule.lane else 0}, "
            f"{rule.severity is Severity.REJECT}, CAST({literal(rule.weight)} AS DECIMAL(9,3)))"
            for rule in self._compiler.rules
        )
        self._run(
            f"CREATE TABLE known_rules AS SELECT * FROM (VALUES {rows}) "
            "AS k(code, rank, rejects, weight)"
        )
        code = literal(self._rule.code)
        scores = " ".join(
            f"WHEN score >= {literal(threshold)} THEN {lane.rank}"
            for lane, threshold in sorted(
                self._compiler.policy.scores.items(), key=lambda item: -item[0].rank
            )
        )
        self._run(f"""
            CREATE TABLE relaid AS
            WITH now AS (
                SELECT declaration_id, random_rank, lane_rank, outcome,
                    list_filter(fired, lambda c: c <> {code})
                        || CASE WHEN fires THEN [{code}] ELSE [] END AS fired,
                    list_filter(asked, lambda c: c <> {code})
                        || CASE WHEN fires AND drawn THEN [{code}] ELSE [] END AS asked
                FROM changed
            ), weighed AS (
                SELECT n.declaration_id, coalesce(bool_or(k.rejects), false) AS rejected,
                    coalesce(sum(k.weight), 0) AS score,
                    coalesce(max(CASE WHEN list_contains(n.asked, n.code) THEN k.rank END), 0)
                        AS rule_rank
                FROM (SELECT declaration_id, asked, unnest(fired) AS code FROM now) AS n
                JOIN known_rules AS k ON k.code = n.code
                GROUP BY n.declaration_id
            ), ranked AS (
                SELECT n.*, coalesce(w.rejected, false) AS rejected,
                    greatest(coalesce(w.rule_rank, 0),
                        CASE {scores or "WHEN false THEN 0"} ELSE 0 END) AS strict
                FROM now AS n
                LEFT JOIN weighed AS w ON w.declaration_id = n.declaration_id
            )
            SELECT declaration_id, coalesce(lane_rank, {_REJECTED}) AS before,
                CASE WHEN rejected THEN {_REJECTED} WHEN strict > 0 THEN strict
                    ELSE random_rank END AS after
            FROM ranked WHERE outcome <> 'waiting'
        """)

    def _overlap(self) -> list[tuple[str, int]]:
        return [
            (code, count)
            for code, count in self._all(
                "SELECT code, count(*) FROM (SELECT unnest(fired) AS code FROM changed "
                f"WHERE fires) WHERE code <> {literal(self._rule.code)} GROUP BY 1 "
                f"ORDER BY 2 DESC, 1 LIMIT {SHOWN}"
            )
        ]

    def _affected(self) -> list[tuple[str, str, int]]:
        found: list[tuple[str, str, int]] = []
        kinds = {"merchant": "ebc_code", "platform": "ebp_code", "declarant": "agent_code"}
        for kind, column in kinds.items():
            found += [
                (kind, code, count)
                for code, count in self._all(
                    f"SELECT {column}, count(*) FROM changed WHERE fires AND {column} IS NOT NULL "
                    f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {SHOWN}"
                )
            ]
        return found

    def _inspections(self, moved: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
        """Parcels that are opened, a day: before and after."""
        rank = Lane.INSPECTION.rank
        [(before,)] = self._all(f"SELECT count(*) FROM parcel_facts WHERE lane_rank = {rank}")
        after = before + sum(count * ((new == rank) - (old == rank)) for old, new, count in moved)
        return before / len(self._days), after / len(self._days)

    def _confirmed(self) -> tuple[int, int]:
        if not self._findings:
            return 0, 0
        [(inspected, confirmed)] = self._all(
            "SELECT count(*), count(*) FILTER (WHERE confirmed) FROM (SELECT declaration_id, "
            "bool_or(confirmed) AS confirmed FROM findings GROUP BY 1) AS f "
            "JOIN changed AS c ON c.declaration_id = f.declaration_id WHERE c.fires"
        )
        return inspected, confirmed


def _lane(rank: int) -> str:
    return "rejected" if rank == _REJECTED else tuple(Lane)[rank].value


def law_day(source: Path) -> date | None:
    """The last day that a folder names: that of the law by which a rule is tried."""
    named = [day.day for day in days(source) if day.day]
    return named[-1] if named else None
