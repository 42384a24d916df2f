"""What an entry says, line by line, with links to what it names."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tidewaiter.base.kernel.arithmetic import effect
from tidewaiter.law.answers.facts import choice_of, name_of
from tidewaiter.law.model.clocks import Duration, Override
from tidewaiter.law.model.duties import MATTERS, Matter
from tidewaiter.law.model.sanctions import Band, Penalty
from tidewaiter.law.model.trade import Mode
from tidewaiter.law.model.values import Value
from tidewaiter.law.model.words import Title
from tidewaiter.law.register.kinds import BY_NAME, entries, title_of
from tidewaiter.law.register.links import FIELDS
from tidewaiter.law.register.walk import COUNTRIES
from tidewaiter.law.register.words import counted, length, worded
from tidewaiter.law.show.text import LABELS
from tidewaiter.surfaces.kit.templatetags.kit import amount
from tidewaiter.surfaces.kit.templatetags.kit import day as worded_day
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law.where import Where

APART = {"id", "title", "since", "until", "reference", "verified", "note", "kind"}
"""What pages tell in a place of its own."""
LIKE = {"event": "starts"}
"""What is called as another field: the same thing, said in words."""
LEADING = {"text", "definition", "help", "what"}
"""What is said first and at length."""


@dataclass(frozen=True)
class Part:
    """Some words, and where they lead."""

    text: str
    url: str = ""
    outside: bool = False


@dataclass(frozen=True)
class Row:
    """A line of an entry: what it is, and what it says."""

    label: str
    parts: tuple[Part, ...]


def lead(entry: Any) -> str:
    """What an entry says first, in the reader's language."""
    for name in LEADING:
        told = getattr(entry, name, None)
        if isinstance(told, Title):
            return told[language()]
    return ""


def rows(at: Where, entry: Any) -> Iterator[Row]:
    """The lines of an entry; what is empty is left out."""
    lang = language()
    if isinstance(entry, Value):
        if entry.clock:
            yield Row(_label("clock"), (Part(entry.clock[lang]),))
        return
    if isinstance(entry, Penalty) and (entry.minimum, entry.maximum) != (None, None):
        yield Row(_("Range"), (Part(penalty_range(entry)),))
    for field in fields(entry):
        name, told = field.name, getattr(entry, field.name)
        money = isinstance(entry, Penalty) and name in {"minimum", "maximum", "unit", "base"}
        if name in APART | LEADING or money or told in (None, "", (), False):
            continue
        if isinstance(told, Collection) and not told:
            continue
        if name == "starts" and getattr(entry, "event", None):
            continue
        parts = tuple(_parts(at, name, told))
        if parts:
            yield Row(_("Reminders") if name == "warn" else _label(LIKE.get(name, name)), parts)


def _label(name: str) -> str:
    said = LABELS[name][language()] if name in LABELS else name
    return said[:1].upper() + said[1:]


def measured(value: Value) -> str:
    """A value with its unit in words."""
    told, lang = value.value, language()
    if isinstance(told, bool):
        return _("yes") if told else _("no")
    if isinstance(told, date):
        return worded_day(told)
    if isinstance(told, str):
        return told
    if value.unit == "share":
        return f"{amount(Decimal(told) * 100)} %"
    number = amount(told) if isinstance(told, Decimal) else f"{told:,}"
    if value.unit.startswith("code:") or value.unit == "number":
        return number
    return counted(number, value.unit)[lang]


def penalty_range(penalty: Penalty) -> str:
    """How much a penalty is: 20,000 to 100,000 CNY, up to 4 % of turnover."""
    if penalty.minimum is None and penalty.maximum is None:
        return ""
    unit = {"percent": "%", "times": "×"}.get(penalty.unit, penalty.unit)
    low, high = (amount(each) if each is not None else "" for each in _ends(penalty))
    if low and high and penalty.minimum:
        said = _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": unit}
    elif high:
        said = _("up to %(high)s %(unit)s") % {"high": high, "unit": unit}
    else:
        said = _("at least %(low)s %(unit)s") % {"low": low, "unit": unit}
    if penalty.base is None:
        return said
    of = worded(penalty.base)[language()]
    return _("%(range)s of the %(base)s") % {"range": said, "base": of}


def conditions(at: Where, when: Mapping[str, Iterable[str]]) -> Iterator[Part]:
    """The facts that must hold, each in words; goods lead to their group."""
    law, lang = at.law, language()
    for name, choices in when.items():
        question = name_of(law, name)[lang]
        for place, choice in enumerate(sorted(choices)):
            said = COUNTRIES.get(choice, choice_of(law, name, choice))[lang]
            if said == choice:
                said = worded(choice)[lang]
            url = at.entry_url(BY_NAME["product group"], choice) if name == "product" else ""
            before = f"{question} " if place == 0 else f"{_('or')} "
            yield Part(before + said, url if choice in law.product_groups else "")


def _ends(penalty: Penalty) -> tuple[Decimal | None, Decimal | None]:
    return penalty.minimum, penalty.maximum


def _parts(at: Where, name: str, told: Any) -> Iterator[Part]:
    lang = language()
    if name == "when":
        yield from conditions(at, told)
    elif name in FIELDS:
        yield from _named(at, name, [told] if isinstance(told, str) else told)
    elif name == "expiry":
        yield Part(effect(str(told)).in_language(lang))
    elif name == "warn":
        yield from (Part(_ahead(days)) for days in told)
    elif name == "address":
        yield Part(told, told, outside=True)
    elif isinstance(told, Title):
        yield Part(told[lang])
    elif isinstance(told, Matter):
        yield Part(MATTERS[told][lang], at.url("law", pack=at.pack.name, matter=told.value))
    elif isinstance(told, Duration):
        yield Part(length(told.count, told.unit)[lang])
    elif isinstance(told, bool):
        yield Part(_("yes") if told else _("no"))
    elif isinstance(told, StrEnum) or name in {"who", "starts"}:
        yield Part(worded(str(told))[lang])
    elif isinstance(told, Mapping):
        yield from (Part(_inside(each)) for each in told.values())
    elif isinstance(told, tuple | frozenset):
        listed = sorted(told) if isinstance(told, frozenset) else told
        yield from (Part(_inside(each)) for each in listed)
    else:
        yield Part(amount(told) if isinstance(told, Decimal) else str(told))


def _ahead(days: int) -> str:
    return ngettext("%(days)s day before", "%(days)s days before", days) % {"days": days}


def _named(at: Where, field: str, names: Iterable[str]) -> Iterator[Part]:
    kind = BY_NAME[FIELDS[field]]
    known = entries(at.law, kind)
    for name in sorted(names) if isinstance(names, frozenset) else names:
        if name in known:
            said = title_of(known[name])[language()]
            if isinstance(known[name], Value):
                said = f"{said}{_(': ')}{measured(known[name])}"
            if isinstance(known[name], Penalty) and penalty_range(known[name]):
                said = f"{said} ({penalty_range(known[name])})"
            yield Part(said, at.entry_url(kind, name))
        else:
            yield Part(name)


def _inside(each: Any) -> str:
    lang = language()
    if isinstance(each, Title):
        return each[lang]
    if isinstance(each, Mode):
        return f"{each.code} {each.title[lang]}"
    if isinstance(each, Override):
        said = _("working day") if each.working else _("day of rest")
        named = f"{_(', ')}{each.title[lang]}" if each.title else ""
        return f"{worded_day(each.day)}{_(': ')}{said}{named}"
    if isinstance(each, Band):
        return _band(each)
    return worded(str(each))[lang] if isinstance(each, StrEnum) else str(each)


def _band(band: Band) -> str:
    over = f"> {amount(band.over)}" if band.over else ""
    up_to = f"≤ {amount(band.up_to)}" if band.up_to else ""
    span = " ".join(part for part in (over, up_to) if part)
    ends = "–".join(amount(each) for each in (band.low, band.high) if each is not None)
    told = amount(band.value) if isinstance(band.value, Decimal) else str(band.value or "")
    unit = {"percent": "%"}.get(band.unit, band.unit)
    named = worded(band.name)[language()]
    head = f"{named} ({span})" if span else named
    return f"{head}{_(': ')}{ends or told} {unit}".strip()
