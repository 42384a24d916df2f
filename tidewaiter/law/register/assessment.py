"""What somebody must do, as a report that can be printed, signed and looked at again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from tidewaiter.law.answers.duties import Duty, duties_of, obligations_of
from tidewaiter.law.answers.facts import declare, possible
from tidewaiter.law.answers.trade import Trade, model_of
from tidewaiter.law.loader import Law
from tidewaiter.law.model.duties import Obligation
from tidewaiter.law.model.words import Reference, Title

FORM = "tidewaiter.self-assessment/1"


class Phase(StrEnum):
    """When a duty is due."""

    BEFORE = "before"
    ALWAYS = "always"
    WHEN = "when"


PHASES = {
    Phase.BEFORE: Title("Before you begin", "开始之前"),
    Phase.ALWAYS: Title("All the time", "持续履行"),
    Phase.WHEN: Title("When something happens", "特定情形发生时"),
}

_ALWAYS = (
    "all the time",
    "at all times",
    "every",
    "each",
    "while",
    "during",
    "with every",
    "with each",
    "in every",
    "by the end of",
    "by 31",
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The model found, the duties that apply by phase, and those that may apply."""

    law: Law
    who: str
    facts: Mapping[str, Collection[str]]
    trade: Trade
    duties: Mapping[Phase, tuple[Duty, ...]]
    perhaps: tuple[Obligation, ...]

    @property
    def count(self) -> int:
        """How many duties apply."""
        return sum(map(len, self.duties.values()))


def assess(law: Law, who: str, facts: Mapping[str, Collection[str]]) -> Assessment:
    """What somebody has to do on the day of the law when these facts are declared.

    Raises Unclear where a fact or an answer is not known to the pack.
    """
    found = duties_of(law, facts, who)
    phases = {
        phase: tuple(duty for duty in found if phase_of(duty.obligation) is phase)
        for phase in Phase
    }
    trade, declared = model_of(law, facts), declare(law, facts)
    sure = {each.id for each in obligations_of(law, facts, who)}
    perhaps = tuple(
        each
        for each in law.obligations.values()
        if each.who == who
        and each.id not in sure
        and possible(each.when, declared)
        and (not each.models or each.models & trade.models)
    )
    return Assessment(law, who, facts, trade, phases, perhaps)


def phase_of(obligation: Obligation) -> Phase:
    """When a duty is due, by its deadline: a clock starts with an event, words say when."""
    if obligation.deadline is None:
        return Phase.WHEN if obligation.timer else Phase.ALWAYS
    words = obligation.deadline.en.lower()
    if words.startswith("before"):
        return Phase.BEFORE
    return Phase.ALWAYS if words.startswith(_ALWAYS) else Phase.WHEN


def as_plain(assessment: Assessment, *, made: str) -> dict[str, Any]:
    """The report as plain data in both languages: texts, lists and dictionaries only.

    `made` is the day on which the report is made.
    """
    law, trade = assessment.law, assessment.trade
    return {
        "form": FORM,
        "pack": law.pack,
        "law_day": law.day.isoformat(),
        "law_version": law.version,
        "made": made,
        "who": assessment.who,
        "facts": {name: sorted(given) for name, given in sorted(assessment.facts.items())},
        "model": trade.trade.model.id if trade.trade else "",
        "models": sorted(trade.models),
        "why": _both(trade.why),
        "duties": [
            duty_as_plain(duty) | {"phase": phase.value}
            for phase, duties in assessment.duties.items()
            for duty in duties
        ],
        "perhaps": [each.id for each in assessment.perhaps],
    }


def duty_as_plain(duty: Duty) -> dict[str, Any]:
    """A duty as plain data: what, why, by when, with whom, what follows, and the source."""
    told, lead = duty.obligation, duty.responsible
    return {
        "id": told.id,
        "title": _both(told.title),
        "text": _both(told.text),
        "why": _both(duty.why),
        "evidence": [_both(each) for each in told.evidence],
        "deadline": _both(told.deadline),
        "timer": duty.timer.id if duty.timer else "",
        "value": told.value,
        "matter": told.matter.value if told.matter else "",
        "responsible": lead.lead.id if lead and lead.lead else "",
        "conflict": lead.conflict.value if lead and lead.conflict else "",
        "claimants": [each.id for each in lead.claimants] if lead else [],
        "violation": told.violation,
        "penalties": [each.id for each in duty.penalties],
        "since": told.since.isoformat(),
        "source": source(told.reference),
        "verified": told.verified,
    }


def source(reference: Reference) -> dict[str, str]:
    """Where a duty stands."""
    return {
        "id": reference.id,
        "instrument": reference.instrument,
        "article": reference.article,
        "date": reference.date.isoformat(),
        "address": reference.address,
    }


def canonical(plain: Mapping[str, Any]) -> bytes:
    """The one way to write plain data down, as RFC 8785 has it for texts, lists and booleans."""
    return dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def fingerprint(plain: Mapping[str, Any]) -> str:
    """What tells two reports apart."""
    return sha256(canonical(plain)).hexdigest()


def _both(title: Title | None) -> dict[str, str] | None:
    return {"en": title.en, "zh": title.zh} if title else None
