"""The published catalogue: every reason for which a parcel is rejected or looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.book.rules import Rule, Severity
from tidewaiter.intake.formats.ceb import faults
from tidewaiter.law.loader import Law as LawOfTheDay
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.parts import Fact, Law
from tidewaiter.surfaces.kit.templatetags.kit import amount
from tidewaiter.surfaces.kit.words import GROUPS, cited, document_name, language, law_on

_OPEN = {Severity.REJECT, Severity.NOTIFY}
"""Rules whose condition everybody may read; how risk rules look at parcels is not published."""
_FORMAT = date(2022, 5, 1)
"""Since when the interface specification by which messages are read applies."""


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue."""

    code: str
    official: str
    title: str
    severity: str
    url: str


@dataclass(frozen=True)
class ReasonGroup:
    """Reasons that belong together."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ReasonPage:
    """Everything that is published about one reason."""

    code: str
    official: str
    title: str
    severity: str
    message: str
    cure: str
    law: tuple[Law, ...]
    documents: tuple[str, ...]
    compares: tuple[str, ...]
    values: tuple[Fact, ...]
    since: date
    condition: str


def _families() -> dict[str, str]:
    return {
        "matching": _("The documents agree with each other"),
        "parties": _("The firms may trade"),
        "goods": _("The goods may come in this way"),
        "money": _("Limits and taxes"),
        "risk": _("What is looked at more closely"),
    }


@require_GET
@open_to_all
def reasons(request: HttpRequest) -> HttpResponse:
    """Draw the catalogue, or what of it fits the words searched for."""
    q = request.GET.get("q", "").strip()[:100]
    words = q.lower().split()
    groups = []
    for title, entries in _catalogue():
        fitting = tuple(
            entry
            for entry in entries
            if all(word in f"{entry.code} {entry.official} {entry.title}".lower() for word in words)
        )
        if fitting:
            groups.append(ReasonGroup(title, fitting))
    count = sum(len(group.entries) for group in groups)
    context = {"groups": tuple(groups), "q": q, "count": count}
    return render(request, "public/reasons.html", context)


@require_GET
@open_to_all
def reason(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the page of one reason."""
    rule = load_book().by_code.get(code)
    page = _rule_page(rule) if rule is not None else _fault_page(code)
    if page is None:
        raise Http404
    return render(request, "public/reason.html", {"reason": page})


def _catalogue() -> Iterator[tuple[str, list[Entry]]]:
    families = _families()
    rules = sorted(load_book().rules, key=lambda rule: rule.code)
    for family, title in families.items():
        yield title, [_entry(rule) for rule in rules if rule.family == family]
    others = [_entry(rule) for rule in rules if rule.family not in families]
    if others:
        yield _("Further reasons"), others
    yield (
        _("The message can be read"),
        [
            Entry(code, official or "", _closed(message), "reject", _url(code))
            for code, _rule, official, message, _cure in faults.catalogue()
        ],
    )


def _entry(rule: Rule) -> Entry:
    return Entry(
        rule.code, _official(rule), rule.title[language()], rule.severity.value, _url(rule.code)
    )


def _url(code: str) -> str:
    return reverse("public:reason", args=[code])


def _official(rule: Rule) -> str:
    return "" if rule.answer.startswith("TW-") else rule.answer


def _rule_page(rule: Rule) -> ReasonPage:
    law = law_on()
    is_open = rule.severity in _OPEN
    return ReasonPage(
        code=rule.code,
        official=_official(rule),
        title=rule.title[language()],
        severity=rule.severity.value,
        message=_closed_text(rule.message[language()]) if is_open else "",
        cure=rule.cure[language()],
        law=cited(law, rule.law.reference, rule.law.article),
        documents=_documents(rule) if is_open else (),
        compares=_compares(rule) if is_open else (),
        values=_values(rule, law) if is_open else (),
        since=rule.since,
        condition=rule.when.strip() if is_open else "",
    )


def _fault_page(code: str) -> ReasonPage | None:
    found = next((one for one in faults.catalogue() if one[0] == code), None)
    if found is None:
        return None
    _code, rule, official, message, cure = found
    lang = "zh" if language().startswith("zh") else "en"
    return ReasonPage(
        code=code,
        official=official or "",
        title=_closed(message),
        severity="reject",
        message=_("This is rule %(rule)s of the intake.") % {"rule": rule},
        cure=cure[lang],
        law=(Law(faults.LAW),),
        documents=(),
        compares=(),
        values=(),
        since=_FORMAT,
        condition="",
    )


def _closed(message: dict[str, str]) -> str:
    return _closed_text(message["zh" if language().startswith("zh") else "en"])


def _closed_text(text: str) -> str:
    """A sentence with its open places drawn as gaps."""
    parts = text.split("{")
    return parts[0] + "".join("…" + part.partition("}")[2] for part in parts[1:])


def _documents(rule: Rule) -> tuple[str, ...]:
    keys = dict.fromkeys(GROUPS[group] for group in rule.documents if group in GROUPS)
    return tuple(document_name(key) for key in keys)


def _compares(rule: Rule) -> tuple[str, ...]:
    """The fields as the documents name them: order.acturalPaid = payment.amountPaid."""
    sides = []
    for path in rule.fields.values():
        group, name = path.split(".")
        sides.append(f"{GROUPS[group]}.{name}")
    if len(sides) == 2 and sides[0].split(".")[0] != sides[1].split(".")[0]:
        return (f"{sides[0]} = {sides[1]}",)
    return tuple(sides)


def _values(rule: Rule, law: LawOfTheDay) -> tuple[Fact, ...]:
    """The numbers of the law that the condition names, as they stand today."""
    return tuple(
        Fact(
            value.title[language()],
            f"{amount(value.value) if hasattr(value.value, 'as_tuple') else value.value}"
            f" {value.unit}".strip(),
            value.reference.text(language()),
        )
        for name, value in sorted(law.values.items())
        if f":{name}" in rule.when or f":{name}" in " ".join(rule.evidence.values())
    )
