"""Papers of a docket: added, read, and the original for a stated purpose."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidewaiter.base.docket.commands.papers import read_original, read_paper
from tidewaiter.base.docket.models import Evidence
from tidewaiter.base.docket.queries.papers import chain_of, unbroken_chain
from tidewaiter.base.docket.rules.papers.custody import DEEDS
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.surfaces.desk.dockets.file import draw, fetch
from tidewaiter.surfaces.desk.dockets.forms import GroundsForm, PaperForm
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.files import file_answer
from tidewaiter.surfaces.kit.dockets.party import names_at_desk
from tidewaiter.surfaces.kit.dockets.taking import take_paper
from tidewaiter.surfaces.kit.dockets.telling import papers_told
from tidewaiter.surfaces.kit.parts import Event
from tidewaiter.surfaces.kit.words import language


@require_POST
@needs(Permission.DOCKET_WORK)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a paper."""
    found = fetch(pk, by=request.user.actor)
    form = PaperForm(request.POST, request.FILES)
    return take_paper(request, found, form, draw=draw, then="desk:docket")


@require_GET
@needs(Permission.DOCKET_SEE)
def paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Tell of a paper, with its chain of custody."""
    return _draw(request, _fetch(pk, number, by=request.user.actor), GroundsForm())


@require_GET
@needs(Permission.DOCKET_SEE)
def read(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give the copy without metadata."""
    found = _fetch(pk, number, by=request.user.actor)
    content = read_paper(found, by=request.user.actor, at=timezone.now())
    return file_answer(found.name, found.media_type, content)


@require_http_methods(["POST"])
@needs(Permission.DOCKET_DECIDE)
def original(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give the original for a stated purpose."""
    found = _fetch(pk, number, by=request.user.actor)
    form = GroundsForm(request.POST)
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    content = read_original(
        found, grounds=form.cleaned_data["grounds"], by=request.user.actor, at=timezone.now()
    )
    return file_answer(found.name, found.media_type, content, original=True)


def _fetch(pk: int, number: int, *, by: Actor) -> Evidence:
    papers = Evidence.objects.visible_to(by).filter(docket=fetch(pk, by=by), pk=number)
    found = papers.select_related("docket", "original").first()
    if found is None:
        raise Http404
    return found


def _draw(
    request: HttpRequest, found: Evidence, form: GroundsForm, *, status: int = 200
) -> HttpResponse:
    actor = request.user.actor
    names = names_at_desk(found.docket, [found], by=actor)
    [told] = papers_told([found], names)
    context = {
        "docket": found.docket_id,
        "reference": found.docket.reference,
        "paper": told,
        "unbroken": unbroken_chain(found),
        "chain": tuple(
            Event(one.at, DEEDS[one.deed].in_language(language()), one.by, one.grounds)
            for one in reversed(chain_of(found))
        ),
        "form": form,
        "may_open_original": actor.may(Permission.DOCKET_DECIDE),
    }
    answer = render(request, "desk/dockets/paper.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
