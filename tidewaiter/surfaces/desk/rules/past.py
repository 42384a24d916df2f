"""A rule is tried on the archived days: hits, lanes, inspections a day, and who is affected."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.history.backtest import Tried
from tidewaiter.flows.back_test_rule import back_test
from tidewaiter.risk.rules.performance import wilson
from tidewaiter.surfaces.desk.rules.rule import fetch
from tidewaiter.surfaces.desk.rules.words import interval, share, subject_name, title_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.forms import DateInput
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import count
from tidewaiter.surfaces.kit.words import firm_names, language, reason_title, standing_name

DAYS = 90
"""So many days back a rule is tried unless somebody asks for others."""


class DaysForm(forms.Form):
    """On which days a rule is tried."""

    since = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    until = forms.DateField(label=gettext_lazy("Until the end of"), widget=DateInput)


@dataclass(frozen=True)
class Told:
    """What the back-test found, in words."""

    facts: tuple[Fact, ...]
    moves: tuple[tuple[str, str, int], ...]
    affected: tuple[tuple[str, str, int], ...]
    others: tuple[tuple[str, str, int], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RULE_WRITE)
def past(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the days, then try the rule on them."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    yesterday = timezone.localdate() - timedelta(days=1)
    initial = {"since": yesterday - timedelta(days=DAYS - 1), "until": yesterday}
    form = DaysForm(request.POST if request.method == "POST" else None, initial=initial)
    told, status = None, 200
    if form.is_bound and form.is_valid():
        days = form.cleaned_data
        try:
            told = _told(
                back_test(
                    found, since=days["since"], until=days["until"], by=actor, at=timezone.now()
                )
            )
        except Refusal as refusal:
            said = refusal.render(language())
            form.add_error(None, f"{said['sentence']} {said['cure']}")
            status = refusal.kind.status
    elif form.is_bound:
        status = 422
    context = {"rule": found, "title": title_of(found), "form": form, "told": told}
    return render(request, "desk/rules/past.html", context, status=status)


def _told(tried: Tried) -> Told:
    before, after = tried.inspections
    names = firm_names([code for _kind, code, _count in tried.affected])
    hits = _("%(hits)s of %(parcels)s parcels (%(share)s).") % {
        "hits": count(tried.hits),
        "parcels": count(tried.parcels),
        "share": share(tried.hits, tried.parcels),
    }
    daily = _("%(before)s by the book in force, %(after)s with the rule") % {
        "before": f"{before:,.1f}",
        "after": f"{after:,.1f}",
    }
    confirmed = interval(wilson(tried.confirmed, tried.inspected))
    return Told(
        (
            Fact(_("Days"), count(tried.days)),
            Fact(_("Hits"), hits),
            Fact(_("Buyers"), count(tried.buyers)),
            Fact(_("Of these inspected"), count(tried.inspected)),
            Fact(_("Something found"), confirmed),
            Fact(_("Inspections a day"), daily),
        ),
        tuple(
            (standing_name(old), standing_name(new), number)
            for (old, new), number in sorted(tried.lanes.items(), key=lambda one: -one[1])
        ),
        tuple(
            (subject_name(kind), names.get(code, code), number)
            for kind, code, number in tried.affected
        ),
        tuple((code, reason_title(code), number) for code, number in tried.overlap),
    )
