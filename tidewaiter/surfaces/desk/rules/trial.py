"""A rule is tried on decided parcels: progress, then what it would have done, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows.try_rule import LATEST, try_chunk, try_rule
from tidewaiter.risk.commands.book.trials import begin_trial
from tidewaiter.risk.models import StoredRule, Trial
from tidewaiter.risk.queries.decided import count_decided
from tidewaiter.risk.rules.book import NOTICED, TOO_MANY, Tried
from tidewaiter.risk.rules.performance import wilson
from tidewaiter.surfaces.desk.explained import computed_label, shown
from tidewaiter.surfaces.desk.rules.words import interval, percent, share, title_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import firm_names, reason_title, standing_name

NAMED = 10
"""Firms and other rules that are named."""


@dataclass(frozen=True)
class Row:
    """A parcel that the rule hits."""

    url: str
    number: int
    before: str
    after: str
    moved: bool
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Lane:
    """How many parcels a lane has before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True)
class TrialTold:
    """What a trial found, in words."""

    pk: int
    at: datetime
    finished: bool
    looked_at: int
    wanted: int
    percent: int
    hits: int
    share: str
    warning: str
    inspected: int
    confirmed: str
    lanes: tuple[Lane, ...]
    moves: tuple[tuple[str, str, int], ...]
    inspections_before: str
    inspections_after: str
    affected: tuple[tuple[str, str, int], ...]
    others: tuple[tuple[str, str, int], ...]
    rows: tuple[Row, ...]


@require_POST
@needs(Permission.RULE_WRITE)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a trial; a browser with a script is told how far it is, any other waits for the end."""
    actor, now = request.user.actor, timezone.now()
    found = StoredRule.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    wanted = min(LATEST, count_decided(most=LATEST))
    made = begin_trial(found, wanted=wanted, by=actor, at=now)
    if request.POST.get("script") != "yes":
        try_rule(made, by=actor, at=now)
    return redirect("desk:rule-trial", made.pk)


@require_GET
@needs(Permission.RULE_SEE)
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a trial; one that is not finished goes on by itself."""
    found = _fetch(request, pk)
    context = {"rule": found.rule, "title": title_of(found.rule), "trial": trial_told(found)}
    answer = render(request, "desk/rules/trial.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(Permission.RULE_WRITE)
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the next parcels and tell how far the trial is; without a script at all of them."""
    found = _fetch(request, pk)
    actor, now = request.user.actor, timezone.now()
    if not request.htmx:
        try_rule(found, by=actor, at=now)
        return redirect("desk:rule-trial", pk)
    found = try_chunk(found, by=actor, at=now)
    context = {"rule": found.rule, "trial": trial_told(found)}
    return render(request, "desk/rules/_trial.html", context)


def trial_told(found: Trial) -> TrialTold:
    """A trial in words."""
    figures = found.figures
    tried = Tried(found.digest, found.finished_at is not None, found.looked_at,
                  figures.get("hits", 0))  # fmt: skip
    warning = ""
    if tried.share > TOO_MANY:
        warning = _("It hits more than %(most)s of all parcels; such a rule is not approved.") % {
            "most": percent(TOO_MANY)
        }
    elif tried.share > NOTICED:
        warning = _("It hits more than %(most)s of all parcels: is that meant?") % {
            "most": percent(NOTICED)
        }
    elif tried.finished and tried.parcels and not tried.hits:
        warning = _("It hit nothing.")
    before, after = figures.get("before", {}), figures.get("after", {})
    per_day = _per_day(figures)
    return TrialTold(
        found.pk,
        found.at,
        tried.finished,
        found.looked_at,
        found.wanted,
        min(100 * found.looked_at // max(found.wanted, 1), 100) if not tried.finished else 100,
        tried.hits,
        share(tried.hits, tried.parcels),
        warning,
        figures.get("inspected", 0),
        interval(wilson(figures.get("confirmed", 0), figures.get("inspected", 0))),
        tuple(
            Lane(standing_name(lane), before.get(lane, 0), after.get(lane, 0))
            for lane in ("release", "audit", "documents", "inspection", "hold", "rejected")
            if before.get(lane) or after.get(lane)
        ),
        tuple(
            (standing_name(pair.split(">")[0]), standing_name(pair.split(">")[1]), count)
            for pair, count in sorted(figures.get("moves", {}).items(), key=lambda one: -one[1])
        ),
        per_day(before.get("inspection", 0)),
        per_day(after.get("inspection", 0)),
        _affected(figures),
        tuple(
            (name, reason_title(name), count) for name, count in _most(figures.get("others", {}))
        ),
        tuple(_row(*row) for row in found.rows),
    )


def _fetch(request: HttpRequest, pk: int) -> Trial:
    found = Trial.objects.visible_to(request.user.actor).select_related("rule").filter(pk=pk)
    trial_ = found.first()
    if trial_ is None:
        raise Http404
    return trial_


def _row(number: int, before: str, after: str, evidence: Mapping[str, Any]) -> Row:
    return Row(
        reverse("desk:parcel", args=[number]),
        number,
        standing_name(before),
        standing_name(after),
        before != after,
        tuple((computed_label(name), shown(value)) for name, value in evidence.items()),
    )


def _per_day(figures: Mapping[str, Any]):
    """How counts are told a day, over the time in which the parcels were decided."""
    if not figures.get("first"):
        return lambda count: str(count)
    first, last = (datetime.fromisoformat(figures[name]) for name in ("first", "last"))
    days = max((last - first).total_seconds() / 86_400, 1.0)
    return lambda count: f"{count / days:,.1f}"


def _affected(figures: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
    merchants, platforms = _most(figures.get("merchant", {})), _most(figures.get("platform", {}))
    names = firm_names([code for code, _count in (*merchants, *platforms)])
    return tuple(
        (kind, names.get(code, code), count)
        for kind, found in ((_("Merchant"), merchants), (_("Platform"), platforms))
        for code, count in found
    )


def _most(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:NAMED]
