"""Screen parties against lists, many at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tidewaiter.engine.screening.comparison import Match, compare
from tidewaiter.engine.screening.facts import (
    Fact,
    FactKind,
    Party,
    common_facts,
    numbers_of,
)
from tidewaiter.engine.screening.index import Asked, Index, Row
from tidewaiter.engine.screening.names import parse

BATCH = 2_000
"""So many names are laid on one matrix; more would not be faster."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score a name counts, between 0 and 1."""

    alone: float = 0.68
    """By itself: somebody looks at the parcel's documents. It never holds the parcel."""
    with_year: float = 0.62
    """With a year of birth, which many share."""
    with_fact: float = 0.35
    """With a fact that corroborates it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A party that may be somebody on a list."""

    party: int
    """The place of the party among those that were asked about."""
    list: str
    entry: str
    match: Match
    facts: tuple[Fact, ...]
    alone: bool
    """The name is alike enough by itself."""

    @property
    def corroborated(self) -> bool:
        """Whether a second fact stands beside the name."""
        return bool(self.facts)


class Screener:
    """An index with the thresholds of each list."""

    def __init__(self, index: Index, thresholds: Mapping[str, Thresholds] | None = None) -> None:
        self.index = index
        self.thresholds = MappingProxyType(
            {name: (thresholds or {}).get(name, Thresholds()) for name in index.editions}
        )
        self._bearers: dict[str, list[tuple[str, str]]] = {}
        for name, edition in index.editions.items():
            for entry in edition.entries:
                for number in {part for paper in entry.papers for part in numbers_of(paper.number)}:
                    self._bearers.setdefault(number, []).append((name, entry.number))
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for row in index.rows:
            self._rows.setdefault((row.list, row.entry.number), []).append(row)
        self._least = min((each.with_fact for each in self.thresholds.values()), default=1.0)
        self._least_alone = min((each.alone for each in self.thresholds.values()), default=1.0)

    def screen(self, parties: Sequence[Party]) -> Iterator[Hit]:
        """The hits of parties, best first for each; one for each entry of each list."""
        for start in range(0, len(parties), BATCH):
            part = parties[start : start + BATCH]
            least = [
                self._least
                if one.born or one.papers or one.telephones or one.addresses
                else self._least_alone
                for one in part
            ]
            matched = self._matches([one.name for one in part], least)
            for place, found in enumerate(matched):
                party = part[place]
                for match in self._with_bearers(party, found) if party.papers else found:
                    hit = self._hit(start + place, party, match)
                    if hit is not None:
                        yield hit

    def matches(self, names: Sequence[str], *, least: float) -> Iterator[list[Match]]:
        """For each name the entries it matches with at least a score, best first."""
        for start in range(0, len(names), BATCH):
            part = names[start : start + BATCH]
            yield from self._matches(part, [least] * len(part))

    def _with_bearers(self, party: Party, found: Sequence[Match]) -> list[Match]:
        """The matches, and the entries that have a document of the party, whatever their name."""
        have = {(match.row.list, match.row.entry.number) for match in found}
        bearers = dict.fromkeys(
            key
            for text in party.papers
            for number in numbers_of(text)
            for key in self._bearers.get(number, ())
        )
        more = []
        for key in bearers:
            if key not in have and self._rows.get(key):
                readings = [
                    self.index.asked(name, from_han=place > 0)
                    for place, name in enumerate(parse(party.name))
                ]
                matches = [compare(one, row) for one in readings for row in self._rows[key]]
                if matches:
                    more.append(max(matches, key=lambda match: match.score))
        return [*found, *more]

    def _hit(self, place: int, party: Party, match: Match) -> Hit | None:
        bounds = self.thresholds[match.row.list]
        alone = match.score >= bounds.alone
        facts = common_facts(party, match.row.entry)
        if match.score < bounds.with_fact:
            facts = tuple(fact for fact in facts if fact.kind is FactKind.PAPER)
        elif match.score < bounds.with_year:
            facts = tuple(fact for fact in facts if fact.corroborates)
        if not alone and not facts:
            return None
        return Hit(place, match.row.list, match.row.entry.number, match, facts, alone)

    def _matches(self, names: Sequence[str], least: Sequence[float]) -> list[list[Match]]:
        asked: list[Asked] = []
        owners: list[int] = []
        for place, text in enumerate(names):
            readings = parse(text)
            for number, name in enumerate(readings):
                if name.tokens:
                    asked.append(self.index.asked(name, from_han=number > 0))
                    owners.append(place)
        best: list[dict[tuple[str, str], Match]] = [{} for _ in names]
        if not asked:
            return [[] for _ in names]
        rows = self.index.rows
        for one, owner, places in zip(asked, owners, self.index.candidates(asked), strict=True):
            if not len(places):
                continue
            found = best[owner]
            for number in places.tolist():
                row = rows[number]
                if one.from_han and row.from_han:
                    continue
                match = compare(one, row)
                if match.score < least[owner]:
                    continue
                key = (row.list, row.entry.number)
                known = found.get(key)
                if known is None or match.score > known.score:
                    found[key] = match
        return [sorted(found.values(), key=lambda match: -match.score) for found in best]
