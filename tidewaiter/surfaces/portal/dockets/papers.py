"""Papers of a docket: a party hands one in, and reads what is shown to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.docket.commands.papers import read_paper
from tidewaiter.base.docket.models import Evidence
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.files import file_answer
from tidewaiter.surfaces.kit.dockets.taking import take_paper
from tidewaiter.surfaces.portal.dockets.fetching import fetch
from tidewaiter.surfaces.portal.dockets.file import draw
from tidewaiter.surfaces.portal.dockets.forms import PaperForm


@require_POST
@needs(Permission.DOCKET_ANSWER)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a paper in."""
    found = fetch(pk, by=request.user.actor)
    form = PaperForm(request.POST, request.FILES)
    return take_paper(request, found, form, draw=draw, then="portal:docket")


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
