"""What began, ended and changed in a law between two days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from tidewaiter.law.loader import Law, Pack
from tidewaiter.law.model.words import Title
from tidewaiter.law.show.entries import SECTIONS, plain

ORIGIN = {"since", "until", "reference", "verified", "note"}


class Turn(StrEnum):
    """What happened to an entry."""

    BEGAN = "began"
    ENDED = "ended"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one entry between two days: `fields` gives before and after of each."""

    turn: Turn
    pack: str
    kind: str
    id: str
    title: Title
    on: date
    reference: str
    fields: Mapping[str, tuple[Any, Any]]

    def as_json(self) -> dict[str, Any]:
        """The change as plain data."""
        return {
            "turn": self.turn.value,
            "pack": self.pack,
            "kind": self.kind,
            "id": self.id,
            "title": {"en": self.title.en, "zh": self.title.zh},
            "on": self.on.isoformat(),
            "reference": self.reference,
            "fields": {name: list(both) for name, both in self.fields.items()},
        }


def changes(pack: Pack, before: date, after: date) -> tuple[Change, ...]:
    """What is different on the second day; an entry that came and went between is not told."""
    if after < before:
        raise ValueError(f"The first day ({before}) lies after the second ({after}).")
    return between(pack.on(before), pack.on(after))


def between(before: Law, after: Law) -> tuple[Change, ...]:
    """What a law says otherwise than another one, also where both are of one day."""
    return tuple(_changes(before, after))


def _changes(before: Law, after: Law) -> Iterator[Change]:
    olds, news = (dict(_entries(law)) for law in (before, after))
    for key in sorted({*olds, *news}):
        old, new = olds.get(key), news.get(key)
        if new is None:
            end = getattr(old, "until", None) or after.day
            yield _change(Turn.ENDED, before.pack, key, old, end, {})
        elif old is None:
            yield _change(Turn.BEGAN, before.pack, key, new, new.since or after.day, {})
        elif old is not new and (different := _different(old, new)):
            begun = max(new.since or after.day, before.day)
            yield _change(Turn.CHANGED, before.pack, key, new, begun, different)


def _entries(law: Law) -> Iterator[tuple[tuple[str, str], Any]]:
    """Every dated entry of a day by its kind and name."""
    for name, value in law.values.items():
        yield ("value", name), value
    for kind, section in SECTIONS.items():
        for name, entry in getattr(law, section).items():
            yield (kind, name), entry
    for message, signing in law.signing.items():
        yield ("signing", message), signing
    for listing, codes in law.lists.items():
        for key, code in codes.items():
            yield ("code", f"{listing}/{key}"), code
    for line in law.tariff:
        yield ("tariff", line.gcode), line


def _different(old: Any, new: Any) -> dict[str, tuple[Any, Any]]:
    pairs = {
        field.name: (getattr(old, field.name), getattr(new, field.name))
        for field in fields(new)
        if field.name not in ORIGIN
    }
    return {name: (plain(a), plain(b)) for name, (a, b) in pairs.items() if a != b}


def _change(
    turn: Turn,
    pack: str,
    key: tuple[str, str],
    entry: Any,
    on: date,
    different: Mapping[str, tuple[Any, Any]],
) -> Change:
    cited = entry.reference.text("en") if entry.reference else ""
    title = entry.title or Title(key[1], key[1])
    return Change(turn, pack, key[0], key[1], title, on, cited, different)
