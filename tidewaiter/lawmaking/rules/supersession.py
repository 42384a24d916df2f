"""What is in force is never edited: it is ended, and something else begins on a day to come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.law.sources import SECTIONS, Sources, Spot
from tidewaiter.lawmaking.states import LAW

UNTOLD = {"until", "verified", "note", "address", "passages", "history", "codes"}
"""Fields in which an entry may differ and still be the same law; periods are compared singly, and
a text quoted later is the text that was cited."""

EDITED = Text(
    "“{entry}” is in force: its {field} is {before} and would be {after} ({path}, line {line}).",
    "“{entry}”已经生效：其{field}为{before}，拟改为{after}（{path}第{line}行）。",
)

Key = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class Breach:
    """A change of something that applies or applied: what, both values, and what to do."""

    path: str
    line: int
    entry: str
    field: str
    before: str
    after: str
    cure: Text

    @property
    def values(self) -> Mapping[str, object]:
        """What the sentence is filled with."""
        return {name: getattr(self, name) for name in ("path", "line", "entry", "field")} | {
            "before": self.before,
            "after": self.after,
        }

    @property
    def sentence(self) -> Text:
        """What is wrong."""
        return Text(EDITED.en.format(**self.values), EDITED.zh.format(**self.values))


@dataclass(frozen=True, slots=True)
class _Part:
    since: date
    until: date | None
    content: Mapping[str, Any]
    spot: Spot


def supersedes(old: Sources, new: Sources, *, on: date) -> tuple[Breach, ...]:
    """What of a new version breaks the rule that only the future may be changed.

    A running period may be ended on that day or later; what begins must begin after it
    (life of a rule, 6).
    """
    before, after = _parts(old, on), _parts(new, on)
    return tuple(_breaches(before, after, on))


def refuse_breaches(breaches: tuple[Breach, ...]) -> None:
    """A version that changes what is in force is refused, with the first of its breaches
    (life of a rule, 6).
    """
    if not breaches:
        return
    first = breaches[0]
    raise Refusal(
        "lawmaking.in-force",
        EDITED,
        values={**first.values, "others": len(breaches) - 1},
        law=f"{LAW}, 6",
        cure=first.cure,
    )


def _breaches(
    before: Mapping[Key, _Part], after: Mapping[Key, _Part], on: date
) -> Iterator[Breach]:
    for key, old in before.items():
        if old.since > on:
            continue
        new = after.get(key)
        if new is None:
            yield _breach(key, old.spot, "from", _day(old.since), "–", _KEEP)
            continue
        for field in sorted({*old.content, *new.content}):
            pair = old.content.get(field), new.content.get(field)
            if pair[0] != pair[1]:
                yield _breach(key, new.spot, field, _told(pair[0]), _told(pair[1]), _END)
                break
        if old.until != new.until:
            ended = old.until is not None and old.until < on
            if ended or (new.until is not None and new.until < on):
                yield _breach(key, new.spot, "to", _day(old.until), _day(new.until), _LATER)
    for key, new in after.items():
        if key not in before and date.min < new.since <= on:
            yield _breach(key, new.spot, "from", "–", _day(new.since), _FUTURE)


_KEEP = Text(
    "Put the entry back; to do away with it, give it a `to:` of today or later.",
    "请恢复该条目；如需废止，请将其`to:`设为今天或以后。",
)
_END = Text(
    "Leave the entry as it is, end it with `to:`, and add one with a `from:` after today.",
    "请保留原条目，用`to:`终止，再新增一条`from:`在今天之后的条目。",
)
_LATER = Text(
    "End it today or later; what has ended stays ended.",
    "终止日期须为今天或以后；已终止的不得更改。",
)
_FUTURE = Text("Let it begin tomorrow or later.", "开始日期须在今天之后。")


def _parts(sources: Sources, on: date) -> dict[Key, _Part]:
    return {key: part for key, part in _each(sources, on)}


def _each(sources: Sources, on: date) -> Iterator[tuple[Key, _Part]]:
    if sources.header is not None:
        spot = _spot_of_pack(sources)
        content = sources.header.model_dump(exclude=UNTOLD)
        yield ("pack", sources.header.id, date.min), _Part(date.min, None, content, spot)
    for section in (*SECTIONS, "tariff"):
        for entry, spot in getattr(sources, section):
            yield from _entry(section, entry, spot, on)


def _entry(section: str, entry: Any, spot: Spot, on: date) -> Iterator[tuple[Key, _Part]]:
    name = next(
        str(getattr(entry, key))
        for key in ("id", "message", "list", "gcode")
        if getattr(entry, key, None)
    )
    whole = entry.model_dump(exclude=UNTOLD)
    if section == "values":
        for number, past in enumerate(entry.history):
            at = Spot(spot.located, (*spot.place, "history", number))
            content = {**whole, **past.model_dump(exclude=UNTOLD)}
            yield (section, name, past.since), _Part(past.since, past.until, content, at)
        return
    since, until = getattr(entry, "since", None) or date.min, getattr(entry, "until", None)
    if section == "lists":
        for code, one in entry.codes.items():
            at = Spot(spot.located, (*spot.place, "codes", code))
            begun = one.since or since
            content = one.model_dump(exclude=UNTOLD)
            key = (section, f"{name}/{code}", begun)
            yield key, _Part(begun, one.until or until, content, at)
    if section == "calendars":
        # swapped days of years to come are announced year by year
        past_days = [each for each in whole["overrides"] if each["day"] <= on]
        whole = {**whole, "overrides": past_days}
    yield (section, name, since), _Part(since, until, whole, spot)


def _spot_of_pack(sources: Sources) -> Spot:
    spots = [spot for section in SECTIONS for _, spot in getattr(sources, section)]
    return Spot(spots[0].located, ())


def _breach(key: Key, spot: Spot, field: str, before: str, after: str, cure: Text) -> Breach:
    path, line = spot.located.path, spot.located.line(spot.place)
    name = {"since": "from", "until": "to"}.get(field, field)
    return Breach(path, line, key[1], name, before, after, cure)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"


def _told(value: Any) -> str:
    return "–" if value is None else str(value)[:200]
