"""The work list of officers: what is due, whose it is, and who has how much."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.assigning import assign_all, drop_filter, keep_filter
from tidewaiter.base.docket.models import Docket, SavedFilter
from tidewaiter.base.docket.queries.worklist import (
    Counts,
    Place,
    count_work,
    counts,
    find_work,
    load,
)
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.dockets import REGISTERED
from tidewaiter.surfaces.desk.dockets.forms import AssignForm, FilterForm, WorkFilters
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.telling import days_left, title_of
from tidewaiter.surfaces.kit.words import language

ON_A_PAGE = 50
COUNTED = 1000
"""Longer lists are not counted to their end."""


@dataclass(frozen=True)
class Row:
    """A docket at a glance."""

    id: int
    reference: str
    title: str
    kind: str
    state: str
    officer: str
    unit: str
    due: date | None
    left: str
    late: bool
    attention: bool
    closed: bool


@dataclass(frozen=True)
class Tab:
    """A view of the list that everybody has, and how much there is in it."""

    title: str
    url: str
    count: str
    current: bool


@require_GET
@needs(Permission.DOCKET_SEE)
def work(request: HttpRequest) -> HttpResponse:
    """Draw a page of the list."""
    return _draw(request, AssignForm())


@require_POST
@needs(Permission.DOCKET_WORK)
def assign_many(request: HttpRequest) -> HttpResponse:
    """Give the chosen dockets to an officer, all or none."""
    actor, form = request.user.actor, AssignForm(request.POST)
    numbers = [one for one in request.POST.getlist("docket") if one.isdigit()]
    chosen = list(Docket.objects.visible_to(actor).filter(pk__in=numbers[:ON_A_PAGE]))
    back = _back(request)
    if not form.is_valid() or not chosen:
        messages.error(request, _("Choose dockets, and an officer from the list."))
        return redirect(back)
    try:
        number = assign_all(chosen, form.cleaned_data["officer"], by=actor, at=timezone.now())
    except Refusal as refusal:
        told = refusal.render(language())
        messages.error(request, f"{told['sentence']} {told['cure']}")
        return redirect(back)
    done = ngettext("%(n)s docket is assigned.", "%(n)s dockets are assigned.", number)
    messages.success(request, done % {"n": number})
    return redirect(back)


@require_GET
@needs(Permission.DOCKET_ASSIGN)
def loads(request: HttpRequest) -> HttpResponse:
    """Draw how many open dockets each officer has."""
    rows = load(by=request.user.actor, at=timezone.now())
    return render(request, "desk/dockets/load.html", {"rows": rows})


@require_POST
@needs(Permission.DOCKET_SEE)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the view of the list under a name."""
    form = FilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name"))
        return redirect(_back(request))
    asked = QueryDict(form.cleaned_data["asked"])
    kept = urlencode([(name, asked[name]) for name in WorkFilters.base_fields if asked.get(name)])
    keep_filter(form.cleaned_data["name"], kept, by=request.user.actor, at=timezone.now())
    return redirect(f"{reverse('desk:dockets')}?{kept}")


@require_POST
@needs(Permission.DOCKET_SEE)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a kept view."""
    kept = SavedFilter.objects.visible_to(request.user.actor).filter(pk=pk).first()
    if kept is not None:
        drop_filter(kept, by=request.user.actor, at=timezone.now())
    return redirect("desk:dockets")


def _draw(request: HttpRequest, assign_form: AssignForm) -> HttpResponse:
    actor, at = request.user.actor, timezone.now()
    form = WorkFilters(request.GET)
    if not form.is_valid():
        return render(request, "desk/dockets/work.html", {"form": form, "rows": ()}, status=422)
    wanted = form.wanted()
    place = _place(request.GET)
    found = find_work(wanted, by=actor, at=at, limit=ON_A_PAGE + 1, place=place)
    total = count_work(wanted, by=actor, at=at, most=COUNTED + 1)
    rows = tuple(_row(one, at) for one in found[:ON_A_PAGE])
    more = _url(request.GET, found[ON_A_PAGE - 1]) if len(found) > ON_A_PAGE else ""
    context = {
        "form": form,
        "tabs": _tabs(counts(by=actor, at=at, most=COUNTED + 1), request.GET),
        "rows": rows,
        "total": _capped(total),
        "more_url": more,
        "first_url": "?" + _without(request.GET) if place else "",
        "may_assign": actor.may(Permission.DOCKET_WORK),
        "may_see_load": actor.may(Permission.DOCKET_ASSIGN),
        "assign_form": assign_form,
        "back": request.get_full_path(),
        "filter_form": FilterForm(initial={"asked": _without(request.GET)}),
        "kept": _kept(actor),
    }
    answer = render(request, "desk/dockets/work.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _row(docket: Docket, at: datetime) -> Row:
    registered = REGISTERED.get(docket.kind)
    spoken = language()
    kind = registered.kind if registered else None
    due = None if docket.due_at is None else day_of(docket.due_at - timedelta(seconds=1))
    unit = docket.unit
    return Row(
        id=docket.pk,
        reference=docket.reference,
        title=title_of(docket, kind) if kind else docket.title,
        kind=kind.title.in_language(spoken) if kind else docket.kind,
        state=kind.state_name(docket.state).in_language(spoken) if kind else docket.state,
        officer=docket.officer.name if docket.officer else "",
        unit=(unit.title_zh if spoken.startswith("zh") else unit.title_en) if unit else "",
        due=due,
        left="" if due is None else days_left((due - day_of(at)).days),
        late=docket.due_at is not None and docket.due_at <= at,
        attention=docket.attention,
        closed=docket.closed_at is not None,
    )


def _tabs(found: Counts, asked: QueryDict) -> tuple[Tab, ...]:
    now = (asked.get("whose", ""), asked.get("due", ""))
    plain = not any(asked.get(name) for name in ("q", "kind", "attention", "officer"))
    return tuple(
        Tab(title, "?" + urlencode({k: v for k, v in (("whose", whose), ("due", due)) if v}),
            _capped(count), plain and now == (whose, due))
        for title, whose, due, count in (
            (_("Mine"), "mine", "", found.mine),
            (_("My unit's"), "unit", "", found.unit),
            (_("Due soon"), "", "soon", found.soon),
            (_("Overdue"), "", "overdue", found.overdue),
            (_("Nobody's"), "unassigned", "", found.unassigned),
        )
    )  # fmt: skip


def _kept(actor: Actor) -> list[tuple[int, str, str]]:
    found = SavedFilter.objects.visible_to(actor)
    return [(one.pk, one.name, f"?{one.asked}") for one in found]


def _capped(count: int) -> str:
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def _place(asked: QueryDict) -> Place | None:
    due, _comma, number = asked.get("after", "").rpartition("~")
    if not number.isdecimal() or len(number) > 18:
        return None
    try:
        moment = parse_datetime(due) if due else None
    except ValueError:
        return None
    if due and (moment is None or moment.tzinfo is None):
        return None
    return Place(moment, int(number))


def _url(asked: QueryDict, last: Docket) -> str:
    due = last.due_at.isoformat() if last.due_at else ""
    rest = _without(asked)
    return f"?{rest}{'&' if rest else ''}{urlencode({'after': f'{due}~{last.pk}'})}"


def _without(asked: QueryDict) -> str:
    return urlencode([(name, asked[name]) for name in WorkFilters.base_fields if asked.get(name)])


def _back(request: HttpRequest) -> str:
    """The list from which somebody came; nowhere else."""
    path = request.POST.get("back", "")
    home = reverse("desk:dockets")
    return path if path == home or path.startswith(f"{home}?") else home
