"""A rule is kept quiet about a firm, a person or an address of a parcel, and woken again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.book.rules import Severity
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.make_law import day_of
from tidewaiter.flows.receive_message import law_on
from tidewaiter.intake.models import Declaration
from tidewaiter.risk.commands.book.snoozes import snooze, wake
from tidewaiter.risk.models import Snooze
from tidewaiter.risk.rules.snoozes import Subject
from tidewaiter.surfaces.desk.file import File, fetch, title_of
from tidewaiter.surfaces.desk.rules.forms import SnoozeForm
from tidewaiter.surfaces.desk.rules.words import rule_title
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language

COLUMNS = {
    Subject.MERCHANT: "ebc_code",
    Subject.PLATFORM: "ebp_code",
    Subject.DECLARANT: "agent_code",
    Subject.CARRIER: "logistics_code",
    Subject.BUYER: "buyer_ix",
    Subject.PHONE: "buyer_phone_ix",
    Subject.ADDRESS: "address_ix",
}
"""Where a declaration names about whom a rule is kept quiet."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RULE_SNOOZE)
def quiet(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which rule is to be quiet about whom, until when and why; then keep it so."""
    actor, now = request.user.actor, timezone.now()
    file = fetch(pk, by=actor)
    book = book_of_day(law_on(now)).by_code
    codes = _codes(file)
    rules = [
        (code, f"{code} {rule_title(book[code])}")
        for code in codes
        if code in book and book[code].severity is not Severity.REJECT
    ]
    posted = request.POST if request.method == "POST" else None
    form = SnoozeForm(rules, posted, initial={"code": request.GET.get("code", "")})
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        value = _value(file.declaration, Subject(given["subject"]))
        try:
            if not value:
                form.add_error("subject", _("The declaration does not name it."))
                status = 422
            else:
                snooze(
                    book[given["code"]], Subject(given["subject"]), value, until=given["until"],
                    grounds=given["grounds"], on=day_of(now), by=actor, at=now,
                )  # fmt: skip
                messages.success(request, _("The rule is quiet about it until that day."))
                return redirect("desk:parcel", pk)
        except Refusal as refusal:
            told = refusal.render(language())
            form.add_error(None, f"{told['sentence']} {told['cure']}")
            status = refusal.kind.status
    elif form.is_bound:
        status = 422
    context = {"parcel": pk, "title": title_of(file.declaration), "form": form, "rules": rules}
    return render(request, "desk/rules/quiet.html", context, status=status)


@require_POST
@needs(Permission.RULE_SNOOZE)
def awake(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule have its effect again."""
    found = Snooze.objects.visible_to(request.user.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    wake(found, by=request.user.actor, at=timezone.now())
    messages.success(request, _("The rule has its effect again."))
    return redirect("desk:rule", found.code)


def _codes(file: File) -> list[str]:
    if file.assessment is None:
        return []
    fired = file.assessment.reasons.order_by("position").values_list("code", flat=True)
    return list(dict.fromkeys(fired))


def _value(declaration: Declaration, subject: Subject) -> str:
    value = getattr(declaration, COLUMNS[subject], None)
    return str(value) if value else ""
