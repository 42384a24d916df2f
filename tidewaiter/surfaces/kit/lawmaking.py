"""A proposed change of the law as desk and public see it: in words, and as exact text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import unified_diff
from typing import Any

from django.utils.translation import gettext as _

from tidewaiter.law.changes import Turn
from tidewaiter.law.model.words import Title
from tidewaiter.law.show.changes import WORDS
from tidewaiter.law.show.text import LABELS, spoken
from tidewaiter.law.sources import files
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.surfaces.kit.throttle import Limit
from tidewaiter.surfaces.kit.words import language

COMMENTS = Limit("law-comment", most=5, per=timedelta(minutes=10))
"""So often somebody at one address may comment."""
CHECKS = Limit("law-check", most=20, per=timedelta(minutes=10))
"""So often a machine may have files judged: the test tables take seconds of a core."""
PATH = r"^([a-z0-9_-]+/)*[a-z0-9_-]+\.(yaml|csv)$"
"""How a file of a pack may be called."""


@dataclass(frozen=True)
class FieldTold:
    """One field of an entry, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeTold:
    """What happens to one entry of the law."""

    on: date
    turn: str
    kind: str
    id: str
    title: str
    fields: tuple[FieldTold, ...]
    reference: str


@dataclass(frozen=True)
class DiffLine:
    """A line of a text: added, taken out, kept, or the place at which it stands."""

    sort: str
    text: str


@dataclass(frozen=True)
class FileTold:
    """A file that is changed: what of it, and the whole text."""

    path: str
    new: bool
    lines: tuple[DiffLine, ...]
    content: str


def tongue() -> str:
    """The reader's language as the law packs name it."""
    return "zh" if language().startswith("zh") else "en"


def stage_name(stage: str) -> str:
    """Where a proposal stands, in words."""
    return {
        "spotted": _("Spotted"),
        "drafted": _("Being drafted"),
        "conflict": _("Conflict about who leads"),
        "reviewed": _("Reviewed"),
        "consulted": _("In consultation"),
        "scheduled": _("Scheduled"),
        "in-force": _("In force"),
        "superseded": _("Superseded"),
        "withdrawn": _("Withdrawn"),
    }[stage]


def kind_name(kind: str) -> str:
    """What sort of entry of the law something is, in words."""
    return {
        "value": _("value"),
        "fact": _("question"),
        "business model": _("business model"),
        "product group": _("group of goods"),
        "institution": _("institution"),
        "competence": _("competence"),
        "obligation": _("duty"),
        "violation": _("violation"),
        "penalty": _("penalty"),
        "factor": _("factor of discretion"),
        "method": _("method of calculation"),
        "publicity": _("publication of penalties"),
        "timer": _("deadline"),
        "calendar": _("calendar"),
        "signing": _("signature of messages"),
        "code": _("code"),
        "tariff": _("line of the tariff"),
    }.get(kind, kind)


def title_of(proposal: Proposal) -> str:
    """How a proposal is called."""
    return proposal.title_zh if tongue() == "zh" else proposal.title_en


def grounds_of(proposal: Proposal) -> str:
    """Why it is proposed."""
    return proposal.grounds_zh if tongue() == "zh" else proposal.grounds_en


def reckoning_of(proposal: Proposal) -> str:
    """How the last day for comments was reckoned."""
    return proposal.reckoned_zh if tongue() == "zh" else proposal.reckoned_en


def changes_told(verdict: Mapping[str, Any]) -> tuple[ChangeTold, ...]:
    """What a proposal changes, entry by entry."""
    return tuple(_change(each) for each in verdict.get("changes", ()))


def files_told(proposal: Proposal) -> tuple[FileTold, ...]:
    """The texts of a proposal, each against the file of the pack that holds now."""
    held = files(proposal.pack)
    told = []
    for text in proposal.texts.all():
        before = held[text.path].decode("utf-8") if text.path in held else ""
        lines = tuple(_difference(before.splitlines(), text.content.splitlines()))
        told.append(FileTold(text.path, text.path not in held, lines, text.content))
    return tuple(told)


def _change(change: Mapping[str, Any]) -> ChangeTold:
    named = tongue()
    return ChangeTold(
        date.fromisoformat(change["on"]),
        WORDS[Turn(change["turn"])][named],
        kind_name(change["kind"]),
        change["id"],
        change["title"][named],
        tuple(
            FieldTold(
                LABELS.get(name, Title(name, name))[named],
                spoken(before, named),
                spoken(after, named),
            )
            for name, (before, after) in change["fields"].items()
        ),
        change["reference"],
    )


def _difference(before: list[str], after: list[str]) -> Iterable[DiffLine]:
    for number, line in enumerate(unified_diff(before, after, lineterm="", n=3)):
        if number < 2:
            continue
        if line.startswith("@@"):
            place = line.split("+")[1].split(",")[0].split(" ")[0]
            yield DiffLine("place", _("From line %(number)s") % {"number": place})
        else:
            sort = {"+": "added", "-": "removed"}.get(line[0], "kept")
            yield DiffLine(sort, line[1:])
