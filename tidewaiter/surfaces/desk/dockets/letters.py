"""Letters of a docket: written to a party, and opened with a receipt."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.base.docket.commands.letters import open_letter, write_letter
from tidewaiter.base.docket.models import Evidence, Letter
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.surfaces.desk.dockets.file import fetch
from tidewaiter.surfaces.desk.dockets.forms import LetterForm
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import say


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_WORK)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a letter and send it."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    papers = Evidence.objects.visible_to(actor).filter(docket=found)
    form = LetterForm(found, papers, request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            write_letter(
                found,
                given["party"],
                subject=given["subject"],
                body=given["body"],
                enclosed=list(given["enclosed"]),
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            say(form, refusal)
            status = refusal.kind.status
        else:
            messages.success(request, _("The letter is sent."))
            return redirect("desk:docket", pk)
    elif form.is_bound:
        status = 422
    context = {"docket": pk, "reference": found.reference, "form": form}
    return render(request, "desk/dockets/write.html", context, status=status)


@require_GET
@needs(Permission.DOCKET_SEE)
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a letter; one that came from a party gets its receipt when it is opened first."""
    actor = request.user.actor
    found = (
        Letter.objects.visible_to(actor)
        .filter(docket=fetch(pk, by=actor), pk=number)
        .select_related("party", "docket")
        .first()
    )
    if found is None:
        raise Http404
    if not found.outgoing and actor.may(Permission.DOCKET_WORK):
        found = open_letter(found, by=actor, at=timezone.now())
    context = {
        "docket": pk,
        "reference": found.docket.reference,
        "subject": found.subject,
        "body": found.body,
        "who": found.party.name,
        "outgoing": found.outgoing,
        "at": found.at,
        "read_at": found.read_at,
        "enclosed": tuple((paper.pk, paper.name) for paper in found.enclosed.all()),
    }
    answer = render(request, "desk/dockets/letter.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
