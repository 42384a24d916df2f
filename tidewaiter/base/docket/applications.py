"""An application, told as data: pages of questions, and the papers that follow from the answers.

A capability declares one `Application` beside its `Kind`; the portal makes of it a form of several
pages that is kept as a draft at every step, says what is missing, can be gone on with later, and
lapses when the law's days for drafts have run. How to: docs/how-to/add-an-application.md.

Answers are a mapping by the names of the fields. A page that is answered several times (`most`
above one: owners, sites) is one entry under the page's own name, a list of such mappings.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tidewaiter.base.docket.kinds import NOTHING, Entry, Field
from tidewaiter.base.kernel.refusals import Refusal, Text

Answers = Mapping[str, Any]
"""What was answered so far: text, `date` for days, `Decimal` for numbers, lists for many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some questions that belong together; asked only `when` earlier answers say so.

    With `most` above one the page is answered once for each of several things, at least `least`.
    """

    name: str
    title: Text
    fields: tuple[Field, ...]
    lead: Text = NOTHING
    when: Callable[[Answers], bool] | None = None
    most: int = 1
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A paper that is asked for, and the law that asks for it; several files may be handed in."""

    code: str
    title: Text
    hint: Text = NOTHING
    law: str = ""
    required: bool = True


def no_papers(answers: Answers, day: date) -> Sequence[Asked]:
    """No paper is asked for."""
    return ()


def no_doubts(answers: Answers, day: date) -> Sequence[Refusal]:
    """Nothing but what is missing stands in the way."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What one has to say and to hand in so that a docket is opened.

    `lead` says before one begins what is needed. `papers` says which papers are asked for, by the
    law of a day and the answers so far. `doubts` are refusals that concern several answers
    together. `draft` is the timer of the house rules for which a draft is kept.
    """

    title: Text
    lead: Text
    pages: tuple[Page, ...]
    papers: Callable[[Answers, date], Sequence[Asked]] = no_papers
    doubts: Callable[[Answers, date], Sequence[Refusal]] = no_doubts
    draft: str = "docket-draft"

    def pages_for(self, answers: Answers) -> tuple[Page, ...]:
        """The pages that are asked, after what was answered so far."""
        return tuple(page for page in self.pages if page.when is None or page.when(answers))

    def relevant(self, answers: Answers) -> dict[str, Any]:
        """The answers without those to questions that are no longer asked."""
        found: dict[str, Any] = {}
        for page in self.pages:
            if page.when is not None and not page.when(found):
                continue
            names = [page.name] if page.most > 1 else [field.name for field in page.fields]
            found |= {name: answers[name] for name in names if name in answers}
        return found


def faults(application: Application) -> Iterator[str]:
    """What does not fit together in an application; one with a fault is not registered."""
    seen: set[str] = set()
    for page in application.pages:
        names = [page.name] if page.most > 1 else [field.name for field in page.fields]
        for name in names:
            if name in seen:
                yield f"{page.name}: {name} is asked twice"
            seen.add(name)
        if not page.fields:
            yield f"{page.name}: nothing is asked"
        for field in page.fields:
            if field.entry is Entry.PAPERS:
                yield f"{page.name}: papers are asked for by `papers`, not by {field.name}"
            if field.entry in {Entry.CHOICE, Entry.MANY} and not field.choices:
                yield f"{page.name}: {field.name} has no choices"


def to_keep(fields: Sequence[Field], given: Answers) -> dict[str, Any]:
    """Answers as they can be written down: days and numbers as text."""
    named = {field.name for field in fields}
    return {
        name: str(value) if isinstance(value, date | Decimal) else value
        for name, value in given.items()
        if name in named and value not in (None, "", [])
    }


def as_given(application: Application, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Answers that were written down, as rules and commands take them."""
    found: dict[str, Any] = {}
    for page in application.pages:
        if page.most > 1:
            if page.name in kept:
                found[page.name] = [_read(page.fields, row) for row in kept[page.name]]
        else:
            found |= _read(page.fields, kept)
    return found


def _read(fields: Sequence[Field], kept: Mapping[str, Any]) -> dict[str, Any]:
    read: dict[Entry, Callable[[str], Any]] = {Entry.DAY: date.fromisoformat, Entry.NUMBER: Decimal}
    return {
        field.name: read.get(field.entry, _same)(kept[field.name])
        for field in fields
        if field.name in kept
    }


def _same(value: Any) -> Any:
    return value
