"""“Where is my parcel?”: the waybill number and four digits open a plain answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.engine.book.rules import SNOOZED, Severity
from tidewaiter.flows.book_in_force import book_to_publish
from tidewaiter.intake.commands.people import compare_phone
from tidewaiter.intake.models import Awaited, Declaration, Waybill, WaybillEvent
from tidewaiter.intake.queries import missing_for, wholly_returned
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.states import Outcome
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.parts import Event
from tidewaiter.surfaces.kit.throttle import Limit, address_of, attempts
from tidewaiter.surfaces.kit.words import document_name, language, reason_title, standing_name

PER_ADDRESS = Limit("parcel-question", most=10, per=timedelta(minutes=1))
"""So often somebody at one address may ask."""
PER_PARCEL = Limit("parcel-guess", most=20, per=timedelta(hours=1))
"""So often anybody may be wrong about one waybill number: four digits must not be guessed."""

_TOLD = {Severity.REJECT, Severity.NOTIFY}
"""What the buyer is told; what risk rules saw is not."""


class ParcelForm(forms.Form):
    """What the buyer knows of a parcel."""

    waybill_no = forms.CharField(
        label=gettext_lazy("Waybill number"),
        help_text=gettext_lazy("It stands in the message from the seller or the carrier."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the waybill number")},
    )
    phone_ending = forms.CharField(
        label=gettext_lazy("Last four digits of the consignee's telephone number"),
        validators=[RegexValidator(r"^[0-9]{4}$", gettext_lazy("Enter four digits, like 1234"))],
        widget=forms.TextInput(
            {"autocomplete": "off", "inputmode": "numeric", "class": "govuk-input--width-4"}
        ),
        error_messages={"required": gettext_lazy("Enter the last four digits")},
    )


@dataclass(frozen=True)
class PublicReason:
    """A reason as the buyer reads it."""

    title: str
    cure: str
    url: str


@dataclass(frozen=True)
class Answer:
    """Where a parcel stands."""

    waybill_no: str
    standing: str
    since: datetime
    waiting_for: tuple[str, ...]
    reasons: tuple[PublicReason, ...]
    history: tuple[Event, ...]
    tax: Decimal | None


@sensitive_post_parameters("waybill_no", "phone_ending")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def parcel(request: HttpRequest) -> HttpResponse:
    """Draw the form, or answer it; an unknown number and wrong digits get the same answer."""
    if request.method != "POST":
        return render(request, "public/parcel.html", {"form": ParcelForm()})
    form = ParcelForm(request.POST)
    if not form.is_valid():
        return render(request, "public/parcel.html", {"form": form}, status=422)
    number, ending = form.cleaned_data["waybill_no"], form.cleaned_data["phone_ending"]
    waybill = _identified(request, number, ending)
    if waybill is None:
        form.add_error(None, _("No parcel has this waybill number and these four digits"))
        return render(request, "public/parcel.html", {"form": form}, status=422)
    answer = {"answer": answer_about(waybill)}
    return render(request, "public/parcel_answer.html", answer)


def _identified(request: HttpRequest, number: str, ending: str) -> Waybill | None:
    """The waybill with this number whose consignee's telephone number ends so."""
    by, at = system_actor("public"), timezone.now()
    with attempts(PER_ADDRESS, address_of(request), by=by, at=at) as asked:
        asked.note()
    with attempts(PER_PARCEL, number, by=by, at=at) as guesses:
        found = Waybill.objects.visible_to(by).filter(logistics_no=number, current=True)
        waybills: list[Waybill | None] = list(found[:5]) or [None]
        fits = [one for one in waybills if compare_phone(one, ending, by=by, at=at)]
        if not fits:
            guesses.note()
    return fits[0] if fits else None


def answer_about(waybill: Waybill) -> Answer:
    """Put the answer together: standing, what is missing, what rejected it, what happened."""
    by = system_actor("public")
    declaration = (
        Declaration.objects.visible_to(by)
        .filter(logistics_no=waybill.logistics_no, logistics_code=waybill.logistics_code)
        .order_by("-current", "-id")
        .first()
    )
    history = [Event(waybill.received_at, _("The carrier announced the parcel"))]
    if declaration is None:
        return Answer(
            waybill_no=waybill.logistics_no,
            standing="waiting",
            since=waybill.received_at,
            waiting_for=(document_name("declaration"),),
            reasons=(),
            history=tuple(history),
            tax=None,
        )
    history.append(Event(declaration.received_at, _("It was declared to customs")))
    assessment = (
        Assessment.objects.visible_to(by).filter(declaration=declaration, current=True).first()
    )
    waits = Awaited.objects.filter(pk=declaration.pk).exists()
    signed = WaybillEvent.objects.filter(
        logistics_no=waybill.logistics_no, logistics_code=waybill.logistics_code, current=True
    )
    history += [Event(one.happened_at, _("It was handed to the consignee")) for one in signed]
    if waits or assessment is None:
        missing = missing_for([declaration.pk]).get(declaration.pk, [])
        return Answer(
            waybill_no=waybill.logistics_no,
            standing="waiting",
            since=declaration.received_at,
            waiting_for=tuple(document_name(one) for one in missing),
            reasons=(),
            history=_newest_first(history),
            tax=None,
        )
    changes = list(assessment.changes.order_by("at"))
    first = changes[0].before if changes else assessment.lane or "rejected"
    history.append(Event(assessment.decided_at, _decided(first)))
    history += [Event(change.at, _decided(change.after)) for change in changes]
    accepted = assessment.outcome == Outcome.ACCEPTED
    tax = assessment.duty + assessment.vat + assessment.consumption_tax
    return Answer(
        waybill_no=waybill.logistics_no,
        standing=_standing(assessment),
        since=changes[-1].at if changes else assessment.decided_at,
        waiting_for=(),
        reasons=_reasons(assessment),
        history=_newest_first(history),
        tax=tax if accepted else None,
    )


def _standing(assessment: Assessment) -> str:
    if assessment.outcome == Outcome.WITHDRAWN:
        return "cancelled"
    if wholly_returned([assessment.declaration_id]):
        return "returned"
    return assessment.lane or "rejected"


def _decided(standing: str) -> str:
    return _("Customs decided: %(standing)s") % {"standing": standing_name(standing)}


def _newest_first(events: list[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events[::-1], key=lambda event: event.at, reverse=True))


def _reasons(assessment: Assessment) -> tuple[PublicReason, ...]:
    book = book_to_publish().by_code
    codes = assessment.reasons.order_by("position").values_list("code", flat=True)
    rules = [book[code] for code in dict.fromkeys(codes) if code in book and SNOOZED not in code]
    return tuple(
        PublicReason(
            reason_title(rule.code),
            rule.cure[language()],
            reverse("public:reason", args=[rule.code]),
        )
        for rule in rules
        if rule.severity in _TOLD
    )
