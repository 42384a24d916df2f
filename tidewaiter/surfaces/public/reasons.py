"""The published catalogue: every reason for which a parcel is rejected or looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.engine.book.rules import Rule, Severity
from tidewaiter.flows.book_in_force import book_to_publish
from tidewaiter.intake.rules import shapes
from tidewaiter.law.loader import Law as LawOfTheDay
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.parts import Fact, Law
from tidewaiter.surfaces.kit.templatetags.kit import amount
from tidewaiter.surfaces.kit.words import GROUPS, cited, document_name, language, law_on
from tidewaiter.surfaces.public.refusals import SPECIFICATION, Told, told_by_intake

_OPEN = {Severity.REJECT, Severity.NOTIFY}
"""Rules whose condition everybody may read; how risk rules look at parcels is not published."""
_NUMBER = re.compile(r"-?[0-9]{4,}")
"""How an official code is written."""
_SINCE = dict.fromkeys((SPECIFICATION, shapes.LAW), date(2022, 5, 1))
"""Since when the interface specification by which messages are read applies."""


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue; receipts may name it by any of its codes."""

    code: str
    codes: tuple[str, ...]
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
    officials: tuple[str, ...]
    others: str
    title: str
    severity: str
    message: str
    cure: str
    law: tuple[Law, ...]
    documents: tuple[str, ...]
    compares: tuple[str, ...]
    values: tuple[Fact, ...]
    since: date | None
    condition: str


def _families() -> dict[str, str]:
    return {
        "matching": _("The documents agree with each other"),
        "parties": _("The firms may trade"),
        "goods": _("The goods may come in this way"),
        "money": _("Limits and taxes"),
        "asked": _("What is asked after the declaration can be granted"),
        "risk": _("What is looked at more closely"),
        "again": _("What is sent again fits what was sent before"),
        "sender": _("The sender is who the message says"),
        "message": _("The message can be read"),
    }


@require_GET
@open_to_all
def reasons(request: HttpRequest) -> HttpResponse:
    """Draw the catalogue, or what of it fits the words searched for."""
    q = request.GET.get("q", "").strip()[:100]
    groups = []
    for title, entries in _catalogue():
        fitting = tuple(entry for entry in entries if _fits(entry, q))
        if fitting:
            groups.append(ReasonGroup(title, fitting))
    count = sum(len(group.entries) for group in groups)
    context = {"groups": tuple(groups), "q": q, "count": count}
    return render(request, "public/reasons.html", context)


def _fits(entry: Entry, q: str) -> bool:
    """Whether an entry has all words searched for; a number is looked up as a whole code."""
    if _NUMBER.fullmatch(q):
        return q in entry.codes
    named = f"{' '.join(entry.codes)} {entry.title}".lower()
    return all(word in named for word in q.lower().split())


@require_GET
@open_to_all
def reason(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the page of one reason; another code of receipts leads to what it stands for."""
    rule = book_to_publish().by_code.get(code)
    told = told_by_intake().get(code)
    if rule is not None:
        return render(request, "public/reason.html", {"reason": _rule_page(rule)})
    if told is not None:
        return render(request, "public/reason.html", {"reason": _told_page(told)})
    named = [entry for _, entries in _catalogue() for entry in entries if code in entry.codes]
    if not named:
        raise Http404
    return redirect(named[0].url if len(named) == 1 else _search(code))


def _search(code: str) -> str:
    return f"{reverse('public:reasons')}?{urlencode({'q': code})}"


def _catalogue() -> Iterator[tuple[str, list[Entry]]]:
    families = _families()
    rules = sorted(book_to_publish().rules, key=lambda rule: rule.code)
    told = told_by_intake().values()
    for family, title in families.items():
        entries = [_entry(rule) for rule in rules if rule.family == family]
        entries += [_told_entry(one) for one in told if one.family == family]
        yield title, entries
    others = [_entry(rule) for rule in rules if rule.family not in families]
    if others:
        yield _("Further reasons"), others


def _entry(rule: Rule) -> Entry:
    return Entry(
        rule.code,
        (rule.code, rule.answer),
        _official(rule),
        rule.title[language()],
        rule.severity.value,
        _url(rule.code),
    )


def _told_entry(told: Told) -> Entry:
    return Entry(
        told.code,
        (told.code, *told.officials),
        told.words.official or "",
        _closed_text(told.words.title.in_language(language())),
        "refuse",
        _url(told.code),
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
        officials=(),
        others="",
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


def _told_page(told: Told) -> ReasonPage:
    said, lang = told.words, language()
    of_rule = _("This is rule %(rule)s of the intake.") % {"rule": said.rule}
    others = [one for one in told_by_intake().values() if told.code in one.officials]
    sentence = said.message if said.message != said.title else None
    return ReasonPage(
        code=told.code,
        official=said.official or "",
        others="" if others in ([], [told]) else _search(told.code),
        officials=told.officials if told.officials != (said.official,) else (),
        title=_closed_text(said.title.in_language(lang)),
        severity="refuse",
        message=_closed_text(sentence.in_language(lang)) if sentence else of_rule,
        cure=_closed_text(said.cure.in_language(lang)),
        law=(Law(said.law.in_language(lang)),),
        documents=(),
        compares=(),
        values=(),
        since=_SINCE.get(said.law),
        condition="",
    )


def _closed_text(text: str) -> str:
    """A sentence with its open places drawn as gaps."""
    parts = text.split("{")
    closed = parts[0] + "".join("…" + part.partition("}")[2] for part in parts[1:])
    return closed.replace("……", "…")


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
