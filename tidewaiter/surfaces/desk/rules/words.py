"""What the desk of the rule book says."""

from decimal import Decimal

from django.utils.translation import gettext as _

from tidewaiter.engine.book.rules import Rule
from tidewaiter.risk.models import Campaign, StoredRule
from tidewaiter.risk.rules.performance import Interval, Verdict
from tidewaiter.risk.rules.snoozes import Subject
from tidewaiter.surfaces.kit.words import language


def stage_name(stage: str) -> str:
    """Where a version of a rule stands."""
    return {
        "drafted": _("Being written"),
        "checked": _("Checked by the machine"),
        "reviewed": _("Reviewed"),
        "shadow": _("In shadow"),
        "scheduled": _("Scheduled"),
        "in-force": _("In force"),
        "superseded": _("Superseded"),
        "rolled-back": _("Rolled back"),
        "retired": _("Retired"),
        "withdrawn": _("Withdrawn"),
    }[stage]


def verb_name(verb: str) -> str:
    """A move, as a button says it."""
    return {
        "review": _("Approve the rule"),
        "send-back": _("Send it back to be written anew"),
        "shadow": _("Run it in shadow"),
        "schedule": _("Put it in force"),
        "call-off": _("Call the day off"),
        "roll-back": _("Roll back to the version before"),
        "retire": _("Retire the rule"),
        "withdraw": _("Withdraw this version"),
    }[verb]


def deed_name(verb: str) -> str:
    """A deed of the trail, in words."""
    return {
        "rule.begun": _("Begun"),
        "rule.written": _("Text saved and checked"),
        "rule.trial-begun": _("Trial begun"),
        "rule.tried": _("Tried on decided parcels"),
        "rule.back-tested": _("Tried on the archive"),
        "rule.joined": _("Bound to a priority area"),
        "rule.review": _("Approved by a second person"),
        "rule.send-back": _("Sent back"),
        "rule.shadow": _("In shadow"),
        "rule.schedule": _("Scheduled"),
        "rule.call-off": _("Called off"),
        "rule.enter-into-force": _("In force"),
        "rule.supersede": _("Superseded"),
        "rule.roll-back": _("Rolled back"),
        "rule.restore": _("In force again"),
        "rule.retire": _("Retired"),
        "rule.withdraw": _("Withdrawn"),
        "campaign.opened": _("Opened"),
        "campaign.begin": _("Begun"),
        "campaign.end": _("Ended"),
        "campaign.call-off": _("Called off"),
        "campaign.evaluated": _("Evaluated"),
    }.get(verb, verb)


def severity_name(severity: str) -> str:
    """What a rule does when it fires."""
    return {
        "reject": _("Rejects"),
        "hold": _("Chooses a lane"),
        "score": _("Adds to the score"),
        "notify": _("Only notifies"),
        "shadow": _("In shadow"),
    }[severity]


def verdict_name(verdict: Verdict) -> str:
    """What is said about how a rule does."""
    return {
        Verdict.FINE: "",
        Verdict.NEVER_FIRES: _("never fires"),
        Verdict.NEVER_CONFIRMS: _("never confirmed"),
        Verdict.BELOW_TARGET: _("below its target"),
        Verdict.TOO_FEW: _("too few inspections to say"),
    }[verdict]


def subject_name(subject: str) -> str:
    """About whom a rule is kept quiet."""
    return {
        Subject.MERCHANT: _("Merchant"),
        Subject.PLATFORM: _("Platform"),
        Subject.DECLARANT: _("Declarant"),
        Subject.CARRIER: _("Carrier"),
        Subject.BUYER: _("Buyer"),
        Subject.PHONE: _("Telephone"),
        Subject.ADDRESS: _("Address"),
    }[Subject(subject)]


def campaign_stage_name(stage: str) -> str:
    """Where a priority area stands."""
    return {
        "planned": _("Planned"),
        "running": _("Running"),
        "ended": _("Ended, to be evaluated"),
        "evaluated": _("Evaluated"),
        "called-off": _("Called off"),
    }[stage]


def title_of(rule: StoredRule) -> str:
    """How a version is called; its code while it has no sound text."""
    return (rule.title_zh if language().startswith("zh") else rule.title_en) or rule.code


def area_title(campaign: Campaign) -> str:
    """How a priority area is called."""
    return campaign.title_zh if language().startswith("zh") else campaign.title_en


def rule_title(rule: Rule) -> str:
    """How a rule is called."""
    return rule.title[language()]


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent."""
    return f"{part / whole:.2%}".replace("%", " %") if whole else "–"


def interval(found: Interval | None) -> str:
    """A share with the bounds between which it lies."""
    if found is None:
        return "–"
    return f"{found.share:.0%} ({found.low:.0%}–{found.high:.0%})".replace("%", " %")


def percent(part: Decimal | None) -> str:
    """A share as a target says it."""
    return f"{part:.0%}".replace("%", " %") if part is not None else "–"
