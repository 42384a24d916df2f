"""Papers of a docket: a party hands one in, and reads what is shown to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.docket.commands.papers import read_paper
from tidewaiter.base.docket.models import Evidence
from tidewaiter.base.docket.rules.papers.kinds import small_enough
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.receive_paper import receive_paper
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.dockets.files import file_answer
from tidewaiter.surfaces.portal.dockets.fetching import fetch
from tidewaiter.surfaces.portal.dockets.file import draw
from tidewaiter.surfaces.portal.dockets.forms import PaperForm


@require_POST
@needs(Permission.DOCKET_ANSWER)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a paper in."""
    found = fetch(pk, by=request.user.actor)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return draw(request, found, paper_form=form, status=422)
    given = form.cleaned_data
    try:
        small_enough(given["paper"].size, given["paper"].name)
        receive_paper(
            found,
            given["paper"].name,
            given["paper"].read(),
            about=given["about"],
            secrecy=Secrecy(given["secrecy"]),
            by=request.user.actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        say(form, refusal)
        return draw(request, found, paper_form=form, status=refusal.kind.status)
    messages.success(request, _("The paper is in the docket."))
    return redirect("portal:docket", pk)


@require_GET
@needs(Permission.DOCKET_OWN)
def read(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give the copy without metadata."""
    actor = request.user.actor
    there = Evidence.objects.visible_to(actor).filter(docket=fetch(pk, by=actor), pk=number)
    found = there.first()
    if found is None:
        raise Http404
    content = read_paper(found, by=actor, at=timezone.now())
    return file_answer(found.name, found.media_type, content)
