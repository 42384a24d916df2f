"""Letters of a docket: those of the office are opened with a receipt, and answered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.base.docket.commands.letters import open_letter, write_letter
from tidewaiter.base.docket.models import Docket, Evidence, Letter
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.dockets.party import own_parties
from tidewaiter.surfaces.portal.dockets.fetching import fetch, papers_of
from tidewaiter.surfaces.portal.dockets.forms import LetterForm


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_ANSWER)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a letter to the office and send it; `answers` names the letter that it answers."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    parties, papers = own_parties(found, by=actor), papers_of(found, by=actor)
    before = _answered(found, request.GET.get("answers", ""), by=actor)
    subject = (_("Answer: %(subject)s") % {"subject": before.subject})[:200] if before else ""
    data = request.POST if request.method == "POST" else None
    form = LetterForm(parties, papers, data, subject=subject)
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        chosen = set(given.get("enclosed", ()))
        try:
            write_letter(
                found,
                next(one for one in parties if str(one.pk) == given["party"]),
                subject=given["subject"],
                body=given["body"],
                enclosed=[one for one in papers if str(one.pk) in chosen],
                answers=before,
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            say(form, refusal)
            status = refusal.kind.status
        else:
            messages.success(request, _("The letter is sent."))
            return redirect("portal:docket", pk)
    elif form.is_bound:
        status = 422
    context = {
        "docket": pk,
        "reference": found.reference,
        "form": form,
        "before": before.subject if before else "",
    }
    return render(request, "portal/dockets/write.html", context, status=status)


@require_GET
@needs(Permission.DOCKET_OWN)
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a letter; one of the office gets its receipt when it is opened first."""
    actor = request.user.actor
    found = (
        Letter.objects.visible_to(actor)
        .filter(docket=fetch(pk, by=actor), pk=number)
        .select_related("party", "docket")
        .first()
    )
    if found is None:
        raise Http404
    if found.outgoing:
        found = open_letter(found, by=actor, at=timezone.now())
    seen = Evidence.objects.visible_to(actor).filter(docket=pk)
    context = {
        "docket": pk,
        "letter": found.pk,
        "reference": found.docket.reference,
        "subject": found.subject,
        "body": found.body,
        "outgoing": found.outgoing,
        "at": found.at,
        "read_at": found.read_at,
        "enclosed": tuple(
            found.enclosed.filter(pk__in=seen.values("pk")).values_list("pk", "name")
        ),
        "may_answer": actor.may(Permission.DOCKET_ANSWER),
    }
    answer = render(request, "portal/dockets/letter.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _answered(docket: Docket, number: str, *, by: Actor) -> Letter | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    there = Letter.objects.visible_to(by).filter(docket=docket, outgoing=True)
    return there.filter(pk=int(number)).first()
