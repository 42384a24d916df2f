"""What somebody may do with a version of a rule now, and who has to act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.risk.models import StoredRule
from tidewaiter.risk.queries.book import last_trial
from tidewaiter.risk.rules.book import other_eyes, reviewed_by_another, tried_well
from tidewaiter.risk.states import RULE, RuleStage
from tidewaiter.surfaces.desk.rules.words import verb_name
from tidewaiter.surfaces.kit.words import language

BY_THE_SYSTEM = {"check", "write", "enter-into-force", "supersede", "restore"}
WITH_GROUNDS = {"send-back", "withdraw", "call-off", "roll-back", "retire"}
WITH_DAY = {"schedule"}


@dataclass(frozen=True)
class Step:
    """A move that somebody may make now; one that is refused says why."""

    verb: str
    label: str
    asks: str
    stops: bool
    refused: str = ""


def steps_of(rule: StoredRule, *, by: Actor) -> tuple[Step, ...]:
    """The moves that this person may make with a version now, or would if it were not theirs."""
    return tuple(sorted(_steps(rule, by), key=lambda step: step.stops))


def next_hand(rule: StoredRule) -> str:
    """Who has to act."""
    return {
        RuleStage.DRAFTED: _("the author writes the text"),
        RuleStage.CHECKED: _("the author tries it, a second analyst reviews"),
        RuleStage.REVIEWED: _("a supervisor runs it in shadow or puts it in force"),
        RuleStage.SHADOW: _("a supervisor looks at what it finds, then puts it in force"),
        RuleStage.SCHEDULED: _("nobody: it holds by itself from its day"),
        RuleStage.IN_FORCE: _("nobody: it is in force"),
    }.get(RuleStage(rule.stage), _("nobody"))


def _steps(rule: StoredRule, by: Actor) -> Iterator[Step]:
    for verb in RULE.verbs_from(rule.stage):
        permission = Permission(RULE.moves[verb].permission)
        if verb in BY_THE_SYSTEM or not by.may(permission):
            continue
        runs = verb == "withdraw" and rule.stage == RuleStage.SHADOW
        if runs and not by.may(Permission.RULE_RELEASE):
            continue
        asks = "grounds" if verb in WITH_GROUNDS else "day" if verb in WITH_DAY else ""
        refused = _refused(lambda verb=verb: _asked(rule, verb, by))
        yield Step(verb, verb_name(verb), asks, verb in WITH_GROUNDS, refused)


def _asked(rule: StoredRule, verb: str, by: Actor) -> None:
    if verb in {"review", "shadow", "schedule"}:
        other_eyes(rule.writers, doer=by.id)
    if verb == "review":
        tried_well(last_trial(rule), rule.digest)
    if verb == "schedule":
        reviewed_by_another(rule.reviewer, doer=by.id)


def _refused(ask: Callable[[], None]) -> str:
    try:
        ask()
    except Refusal as refusal:
        return f"{refusal.sentence(language())} {refusal.render(language())['cure']}"
    return ""
