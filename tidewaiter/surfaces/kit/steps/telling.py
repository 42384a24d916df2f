"""An application in words: which pages there are, what they lack, what was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tidewaiter.base.docket.applications import Answers, Application, Page
from tidewaiter.base.docket.kinds import Entry, Field
from tidewaiter.base.docket.models import Draft, DraftPaper
from tidewaiter.base.docket.rules.applications import Lack
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import amount, day
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class PageTold:
    """A page in the list: whether it is done, and if not what it lacks."""

    name: str
    title: str
    done: bool
    begun: bool
    lacks: str


@dataclass(frozen=True)
class AskedTold:
    """A paper that is asked for, and the files that were handed in for it."""

    code: str
    title: str
    hint: str
    law: str
    required: bool
    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class LackTold:
    """Something that is missing, and the page on which it can be mended (empty: the papers)."""

    page: str
    sentence: str
    cure: str


def pages_told(
    application: Application, draft: Draft, answers: Answers, found: Iterable[Lack]
) -> tuple[PageTold, ...]:
    """The pages that are asked, each with what it lacks."""
    missing: dict[str, int] = {}
    for lack in found:
        missing[lack.page] = missing.get(lack.page, 0) + 1
    told = []
    for page in application.pages_for(answers):
        count = missing.get(page.name, 0)
        begun = page.name in draft.answered
        words = ngettext("%(n)s thing is missing", "%(n)s things are missing", count)
        told.append(
            PageTold(
                page.name,
                page.title.in_language(language()),
                done=begun and not count,
                begun=begun,
                lacks=words % {"n": count} if begun and count else "",
            )
        )
    return tuple(told)


def asked_told(
    application: Application, answers: Answers, papers: Iterable[DraftPaper], *, on: date
) -> tuple[AskedTold, ...]:
    """The papers that are asked for, with what was handed in."""
    spoken = language()
    files: dict[str, list[tuple[int, str]]] = {}
    for paper in papers:
        files.setdefault(paper.asked, []).append((paper.pk, paper.name))
    return tuple(
        AskedTold(
            one.code,
            one.title.in_language(spoken),
            one.hint.in_language(spoken),
            one.law,
            one.required,
            tuple(files.get(one.code, ())),
        )
        for one in application.papers(application.relevant(answers), on)
    )


def lacks_told(found: Iterable[Lack]) -> tuple[LackTold, ...]:
    """What is missing, each with what can be done."""
    spoken = language()
    told = ((lack.page, lack.refusal.render(spoken)) for lack in found)
    return tuple(LackTold(page, str(one["sentence"]), str(one["cure"])) for page, one in told)


def answers_told(
    application: Application, answers: Answers
) -> tuple[tuple[str, str, tuple[tuple[Fact, ...], ...]], ...]:
    """Everything that was answered, page by page: name, title, and the facts of each entry."""
    told = []
    for page in application.pages_for(answers):
        rows = answers.get(page.name, []) if page.most > 1 else [answers]
        told.append(
            (page.name, page.title.in_language(language()),
             tuple(_facts(page, row) for row in rows))
        )  # fmt: skip
    return tuple(told)


def _facts(page: Page, answers: Mapping[str, Any]) -> tuple[Fact, ...]:
    spoken = language()
    return tuple(
        Fact(field.label.in_language(spoken), _value(field, answers.get(field.name)))
        for field in page.fields
        if field.required or answers.get(field.name) not in (None, "", [], False)
    )


def _value(field: Field, value: Any) -> str:
    if value in (None, "", []):
        return _("not answered")
    if field.entry is Entry.YES:
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_choice(field, str(one)) for one in value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return amount(value)
    return _choice(field, str(value))


def _choice(field: Field, value: str) -> str:
    text = field.choices.get(value)
    return text.in_language(language()) if text is not None else value
