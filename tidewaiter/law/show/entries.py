"""What the law says about a name, as plain data."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from tidewaiter.law.loader import Law, Pack, Unknown
from tidewaiter.law.model.clocks import Duration
from tidewaiter.law.model.values import Code, TariffLine, Value
from tidewaiter.law.model.words import Reference, Title

Shown = dict[str, Any]

SECTIONS = {
    "fact": "facts",
    "business model": "models",
    "product group": "product_groups",
    "institution": "institutions",
    "competence": "competences",
    "obligation": "obligations",
    "violation": "violations",
    "penalty": "penalties",
    "factor": "factors",
    "method": "methods",
    "publicity": "publicity",
    "timer": "timers",
    "calendar": "calendars",
}
"""Kinds of entry that are told by their fields, and where the law keeps them."""

ORIGIN = {"id", "title", "since", "until", "reference", "verified"}


def show(law: Law, name: str) -> Shown:
    """What the law says about a name on its day; the first where several kinds share the name.

    The name is the id of anything in the pack, a tariff code of ten digits, or `list/code` for an
    entry of a code list. Raises Unknown with near names.
    """
    return shown(law, name)[0]


def shown(law: Law, name: str) -> tuple[Shown, ...]:
    """All that the law says about a name on its day: one answer for each kind that has it.

    Raises Unknown with near names.
    """
    found = [value(law.values[name])] if name in law.values else []
    for measure in law.measures:
        if measure.id == name:
            prefixes = {"kind": "measure", "prefixes": list(measure.prefixes)}
            found.append(value(measure.value) | prefixes)
    for kind, section in SECTIONS.items():
        if name in getattr(law, section):
            found.append(entry(kind, getattr(law, section)[name]))
    found += [line(each) for each in law.tariff if each.gcode == name]
    listing, _, key = name.partition("/")
    if key and key in law.lists.get(listing, {}):
        found.append(code(law.codes(listing)[key]))
    if law.has_text(name):
        text = law.reference(name)
        found.append({"kind": "reference", "id": name, "reference": _reference(text)})
    if not found:
        raise Unknown(_unknown(law, name))
    return tuple(found)


def history(pack: Pack, name: str) -> list[Shown]:
    """All that a value ever was, the oldest first."""
    return [value(each) for each in pack.history(name)]


def names(law: Law) -> tuple[str, ...]:
    """All ids that `show` knows, tariff lines, codes and texts left out."""
    own = {name for section in SECTIONS.values() for name in getattr(law, section)}
    return tuple(sorted(own | {measure.id for measure in law.measures} | set(law.values)))


def value(told: Value) -> Shown:
    """A number or word of the law as plain data."""
    return _origin("value", told.id, told.title, told) | {
        "value": plain(told.value),
        "unit": told.unit,
        "clock": plain(told.clock),
        "note": told.note or None,
    }


def entry(kind: str, told: Any) -> Shown:
    """Any entry that is told by its fields, as plain data; what is empty is left out."""
    rest = {
        field.name: plain(getattr(told, field.name))
        for field in fields(told)
        if field.name not in ORIGIN
    }
    kept = {name: content for name, content in rest.items() if content not in (None, "", [], {})}
    title = told.title or Title(told.id, told.id)
    return _origin(kind, told.id, title, told) | kept


def line(told: TariffLine) -> Shown:
    """A line of the tariff as plain data."""
    return _origin("tariff", told.gcode, told.title, told) | {
        "units": [told.unit1, *([told.unit2] if told.unit2 else [])],
        "duty": str(told.duty_rate),
        "vat": str(told.vat_rate),
        "consumption": str(told.consumption_rate),
        "per_gram_ml": plain(told.per_gram_ml),
        "per_piece": plain(told.per_piece),
        "positive": told.positive,
    }


def code(told: Code) -> Shown:
    """An entry of a code list as plain data."""
    name = f"{told.list}/{told.code}"
    return _origin("code", name, told.title, told) | {"iso": told.iso or None}


def plain(thing: Any) -> Any:
    """Anything of the law as plain data: texts, numbers, lists and dictionaries."""
    if isinstance(thing, Decimal | Duration):
        return str(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, Reference):
        return _reference(thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        told = {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
        return {name: each for name, each in told.items() if each not in (None, "")}
    if isinstance(thing, Mapping):
        return {str(plain(name)): plain(each) for name, each in thing.items()}
    if isinstance(thing, frozenset):
        return sorted(map(plain, thing))
    if isinstance(thing, Collection) and not isinstance(thing, str):
        return [plain(each) for each in thing]
    return thing


def _origin(kind: str, name: str, title: Title, told: Any) -> Shown:
    return {
        "kind": kind,
        "id": name,
        "title": {"en": title.en, "zh": title.zh},
        "from": plain(told.since),
        "to": plain(told.until),
        "verified": told.verified,
        "reference": plain(told.reference),
    }


def _reference(reference: Reference) -> Shown:
    exact = {"passages": plain(reference.passages)} if reference.passages else {}
    return exact | {
        "id": reference.id,
        "instrument": reference.instrument,
        "article": reference.article,
        "date": reference.date.isoformat(),
        "language": reference.language,
        "address": reference.address,
        "title": {"en": reference.title.en, "zh": reference.title.zh},
        "verified": reference.verified,
    }


def _unknown(law: Law, name: str) -> str:
    near = get_close_matches(name, [*names(law), *(line.gcode for line in law.tariff)], n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    return f'The law pack "{law.pack}" says nothing about "{name}" on {law.day}.{hint}'
