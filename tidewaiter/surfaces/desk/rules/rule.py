"""A rule: its versions, how it does, for whom it is quiet; and a version with its next step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.book.rules import SHADOWED
from tidewaiter.flows import write_rule
from tidewaiter.flows.write_rule import text_in_force
from tidewaiter.risk.commands.book import moving
from tidewaiter.risk.commands.book.campaigns import join_campaign
from tidewaiter.risk.models import Campaign, Snooze, StoredRule, Trial
from tidewaiter.risk.queries.performance import shadow_records
from tidewaiter.risk.rules.performance import Record
from tidewaiter.risk.states import RULE, WRITABLE, CampaignStage, RuleStage
from tidewaiter.surfaces.desk.rules.book import DAYS, rule_rows
from tidewaiter.surfaces.desk.rules.forms import JoinForm, ScheduleForm
from tidewaiter.surfaces.desk.rules.steps import BY_THE_SYSTEM, Step, next_hand, steps_of
from tidewaiter.surfaces.desk.rules.trial import trial_told
from tidewaiter.surfaces.desk.rules.words import (
    area_title,
    deed_name,
    interval,
    stage_name,
    subject_name,
    title_of,
    verb_name,
)
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.editor import Finding
from tidewaiter.surfaces.kit.forms import GroundsForm
from tidewaiter.surfaces.kit.parts import Event, Fact
from tidewaiter.surfaces.kit.templatetags.kit import day, moment
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class Quiet:
    """For whom a rule is kept quiet."""

    pk: int
    subject: str
    value: str
    until: date
    by: str
    grounds: str


def fetch(pk: int, *, by: Actor) -> StoredRule:
    """A version that somebody may see; 404 for everything else."""
    found = StoredRule.objects.visible_to(by).select_related("campaign").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
@needs(Permission.RULE_SEE)
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Draw a rule by its code: its text, its versions, how it does, for whom it is quiet."""
    actor, now = request.user.actor, timezone.now()
    text = text_in_force(code)
    if text is None:
        raise Http404
    versions = StoredRule.objects.visible_to(actor).filter(code=code)
    in_force = versions.filter(stage=RuleStage.IN_FORCE).first()
    row = next((one for one in rule_rows(now) if one.code == code), None)
    context = {
        "code": code,
        "row": row,
        "days": DAYS,
        "text": in_force.text if in_force else text,
        "versions": [(one, stage_name(one.stage)) for one in versions],
        "quiet": tuple(_quiet(code, actor, now.date())),
        "may_write": actor.may(Permission.RULE_WRITE),
        "may_wake": actor.may(Permission.RULE_SNOOZE),
    }
    return render(request, "desk/rules/rule.html", context)


@require_GET
@needs(Permission.RULE_SEE)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a version."""
    return draw(request, fetch(pk, by=request.user.actor))


@require_POST
@needs(Permission.RULE_SEE)
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Bring a version to its next stage; the command asks whether this person may."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    if verb not in RULE.moves or verb in BY_THE_SYSTEM:
        raise Http404
    form = _form(verb, request.POST)
    if not form.is_valid():
        return draw(request, found, failed=verb, form=form, status=422)
    try:
        _moved(found, verb, form.cleaned_data, actor)
    except Refusal as refusal:
        told = refusal.render(language())
        form.add_error(None, f"{told['sentence']} {told['cure']}")
        found.refresh_from_db()
        return draw(request, found, failed=verb, form=form, status=refusal.kind.status)
    messages.success(request, _("Done: %(what)s") % {"what": verb_name(verb)})
    return redirect("desk:rule-version", pk)


@require_POST
@needs(Permission.RULE_WRITE)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Bind a draft to a priority area, or to none."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    form = JoinForm(_areas(actor), request.POST)
    if not form.is_valid():
        return draw(request, found, failed="join", form=form, status=422)
    join_campaign(found, form.cleaned_data["campaign"], by=actor, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("desk:rule-version", pk)


def draw(
    request: HttpRequest,
    found: StoredRule,
    *,
    failed: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a version, also with a form that was not filled in well."""
    actor = request.user.actor
    steps: list[tuple[Step, forms.Form | None]] = [
        (step, form if step.verb == failed else _form(step.verb, None))
        for step in steps_of(found, by=actor)
    ]
    trial = Trial.objects.visible_to(actor).filter(rule=found).first()
    may_write = found.stage in WRITABLE and actor.may(Permission.RULE_WRITE)
    context = {
        "rule": found,
        "title": title_of(found),
        "stage": stage_name(found.stage),
        "hand": next_hand(found),
        "facts": tuple(_facts(found, actor)),
        "steps": steps,
        "failed_form": form,
        "may_write": may_write,
        "may_try": may_write and found.stage == RuleStage.CHECKED,
        "join_form": JoinForm(_areas(actor), initial={"campaign": found.campaign_id})
        if may_write
        else None,
        "findings": findings_of(found),
        "trial": trial_told(trial) if trial else None,
        "same_text": trial is not None and trial.digest == found.digest,
        "history": _history(found, actor),
    }
    return render(request, "desk/rules/version.html", context, status=status)


def findings_of(found: StoredRule) -> tuple[Finding, ...]:
    """What the checker said of the text, in the reader's language."""
    spoken = "zh" if language().startswith("zh") else "en"
    return tuple(
        Finding(one["line"], one["column"], one[spoken], not one["hint"]) for one in found.mistakes
    )


def _form(verb: str, posted: Any) -> forms.Form:
    if verb == "schedule":
        initial = {"enters_on": timezone.localdate()}
        return ScheduleForm(posted, initial=initial, auto_id=f"id_{verb}_%s")
    if verb in {"review", "shadow"}:
        return forms.Form({} if posted is not None else None)
    return GroundsForm(posted, auto_id=f"id_{verb}_%s")


def _moved(found: StoredRule, verb: str, given: dict[str, Any], by: Actor) -> None:
    at = timezone.now()
    match verb:
        case "review":
            write_rule.review(found, by=by, at=at)
        case "shadow":
            moving.shadow(found, by=by, at=at)
        case "schedule":
            write_rule.schedule(found, enters_on=given["enters_on"], by=by, at=at)
        case "send-back":
            moving.send_back(found, grounds=given["grounds"], by=by, at=at)
        case "call-off":
            moving.call_off(found, grounds=given["grounds"], by=by, at=at)
        case "roll-back":
            moving.roll_back(found, grounds=given["grounds"], by=by, at=at)
        case "retire":
            moving.retire(found, grounds=given["grounds"], by=by, at=at)
        case "withdraw":
            moving.withdraw(found, grounds=given["grounds"], by=by, at=at)


def _areas(by: Actor):
    stages = [CampaignStage.PLANNED, CampaignStage.RUNNING]
    return Campaign.objects.visible_to(by).filter(stage__in=stages)


def _facts(found: StoredRule, by: Actor) -> Iterator[Fact]:
    names = _names([*found.writers, found.reviewer], by)
    url = reverse("desk:rule", args=[found.code])
    yield Fact(_("Rule"), found.code, _("version %(number)s") % {"number": found.number}, url)
    yield Fact(_("Written by"), ", ".join(names.get(one, one) for one in found.writers))
    if found.reviewer:
        yield Fact(_("Reviewed by"), names.get(found.reviewer, found.reviewer))
    if found.campaign:
        days = f"{day(found.campaign.starts_on)} – {day(found.campaign.ends_on)}"
        area = reverse("desk:area", args=[found.campaign_id])
        yield Fact(_("Priority area"), area_title(found.campaign), days, area)
    if found.shadow_from:
        since = timezone.now() - timedelta(days=DAYS)
        counted = shadow_records(since, until=timezone.now())
        record = counted.get(f"{found.code}{SHADOWED}{found.number}", Record())
        fired = _("%(fired)s parcels, of these inspected %(inspected)s, confirmed %(share)s") % {
            "fired": record.fired,
            "inspected": record.inspected,
            "share": interval(record.precision),
        }
        yield Fact(_("Found in shadow"), fired, moment(found.shadow_from))
    if found.enters_on:
        yield Fact(_("Holds from"), day(found.enters_on))
    if found.left_at:
        yield Fact(_("Held until"), moment(found.left_at))


def _quiet(code: str, by: Actor, on: date) -> Iterator[Quiet]:
    rows = Snooze.objects.visible_to(by).filter(code=code, ended_at=None, until__gte=on)
    names = _names([one.by_id for one in rows], by)
    for one in rows:
        firm = one.subject in {"merchant", "platform", "declarant", "carrier"}
        shown = one.value if firm else f"{one.value[:8]}…"
        yield Quiet(
            one.pk, subject_name(one.subject), shown, one.until,
            names.get(one.by_id, one.by_label), one.grounds,
        )  # fmt: skip


def _names(numbers: list[str], by: Actor) -> dict[str, str]:
    known = Person.objects.visible_to(by).filter(pk__in=[one for one in numbers if one.isdigit()])
    return {str(person.pk): person.name for person in known}


def _history(found: StoredRule, by: Actor) -> tuple[Event, ...]:
    entries = list(history_of(found))
    names = _names([entry.by_id for entry in entries], by)
    return tuple(
        Event(
            entry.at,
            deed_name(entry.verb),
            names.get(entry.by_id, entry.by_label),
            str(entry.details.get("grounds", "")),
        )
        for entry in reversed(entries)
    )
