"""Who has to act on a proposal, and what somebody may do with it now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.lawmaking.rules.hearing import heard_long_enough, not_yet_in_force
from tidewaiter.lawmaking.rules.people import may_be_written, other_eyes, reviewed_by_another
from tidewaiter.lawmaking.states import PROPOSAL, Stage
from tidewaiter.surfaces.kit.words import language

BY_THE_SYSTEM = {"find-conflict", "enter-into-force", "supersede"}
WITH_GROUNDS = {"send-back", "withdraw", "resolve", "call-off"}


@dataclass(frozen=True)
class Step:
    """A move that somebody may make now; one that is refused says why."""

    verb: str
    label: str
    needs_grounds: bool
    stops: bool
    refused: str = ""


def verb_name(verb: str) -> str:
    """A move, as a button says it."""
    return {
        "take-up": _("Take it up and draft"),
        "resolve": _("The conflict is resolved"),
        "review": _("Approve the text"),
        "send-back": _("Send it back to be drafted anew"),
        "consult": _("Open the consultation"),
        "schedule": _("Schedule it: make it law"),
        "withdraw": _("Withdraw the proposal"),
        "call-off": _("Call the scheduled change off"),
    }[verb]


def steps_of(proposal: Proposal, *, by: Actor, on: date) -> tuple[Step, ...]:
    """The moves that this person may make with a proposal now, or would if it were not theirs."""
    return tuple(sorted(_steps(proposal, by, on), key=lambda step: step.stops))


def may_write(proposal: Proposal, *, by: Actor) -> bool:
    """Whether this person may change the text now."""
    if not by.may(Permission.LAW_DRAFT):
        return False
    return not _refused(
        lambda: may_be_written(proposal.stage, supervisor=by.may(Permission.LAW_RESOLVE))
    )


def next_hand(proposal: Proposal, *, on: date) -> str:
    """Who has to act."""
    if proposal.stage == Stage.DRAFTED:
        sound = proposal.verdict.get("changes") and not _faults(proposal)
        return _("a second lawyer reviews") if sound else _("the author writes the text")
    if proposal.stage == Stage.CONSULTED and not proposal.open_for_comments(on=on):
        return _("a supervisor schedules")
    return {
        Stage.SPOTTED: _("a lawyer takes it up"),
        Stage.CONFLICT: _("a supervisor decides who leads"),
        Stage.REVIEWED: _("a supervisor opens the consultation or schedules"),
        Stage.CONSULTED: _("the public comments"),
        Stage.SCHEDULED: _("nobody: it applies by itself"),
    }.get(Stage(proposal.stage), _("nobody"))


def _faults(proposal: Proposal) -> bool:
    kept = proposal.verdict
    wrong = any(one["severity"] == "error" for one in kept.get("findings", ()))
    return wrong or any(case["differences"] for case in kept.get("cases", ()))


def _steps(proposal: Proposal, by: Actor, on: date) -> Iterator[Step]:
    for verb in PROPOSAL.verbs_from(proposal.stage):
        permission = Permission(PROPOSAL.moves[verb].permission)
        if verb in BY_THE_SYSTEM or not by.may(permission):
            continue
        refused = _refused(lambda verb=verb: _asked(proposal, verb, by, on))
        stops = verb in {"withdraw", "send-back", "call-off"}
        yield Step(verb, verb_name(verb), verb in WITH_GROUNDS, stops, refused)


def _asked(proposal: Proposal, verb: str, by: Actor, on: date) -> None:
    if verb in {"review", "consult", "schedule"}:
        other_eyes(proposal.writers, doer=by.id, verb=verb_name(verb))
    if verb == "schedule":
        reviewed_by_another(proposal.reviewer, doer=by.id)
        heard_long_enough(proposal.comments_until, on=on)
    if verb == "call-off":
        not_yet_in_force(proposal.enters_on, on=on)


def _refused(ask: Callable[[], None]) -> str:
    try:
        ask()
    except Refusal as refusal:
        return f"{refusal.sentence(language())} {refusal.render(language())['cure']}"
    return ""
