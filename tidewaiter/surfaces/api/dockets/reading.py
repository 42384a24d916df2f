"""Read dockets by machine: one's own list, a file, its papers and letters."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query
from pydantic import Field

from tidewaiter.base.docket.commands.letters import open_letter
from tidewaiter.base.docket.commands.papers import read_paper
from tidewaiter.base.docket.models import Docket, Evidence, Letter
from tidewaiter.base.docket.queries.worklist import docket_of
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.dockets import REGISTERED
from tidewaiter.surfaces.api.bodies import private_json
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.dockets import telling
from tidewaiter.surfaces.api.dockets.description import DocketList, ref
from tidewaiter.surfaces.api.dockets.router import router
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import language_of, unknown
from tidewaiter.surfaces.kit.dockets.files import file_answer

LISTED = 50

Before = Annotated[
    int | None, Query(ge=1, le=2**63 - 1, description="Go on after this: the “next” of a page.")
]
Open = Annotated[bool | None, Query(description="Only open ones (true) or closed ones (false).")]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


@router.get(
    "dockets",
    summary="Your proceedings",
    operation_id="list_dockets",
    openapi_extra={"responses": answers(200, "Fifty at a time.", ref("DocketList"))},
)
@keyed(Permission.DOCKET_OWN, office=Permission.DOCKET_SEE)
def dockets(request: HttpRequest, before: Before = None, open: Open = None) -> HttpResponse:
    """List the dockets of your organisation, the last opened first."""
    found = Docket.objects.visible_to(request.actor).filter(kind__in=REGISTERED)
    if before is not None:
        found = found.filter(pk__lt=before)
    if open is not None:
        found = found.filter(closed_at__isnull=open)
    page = list(found.order_by("-id")[:LISTED])
    after = page[-1].pk if len(page) == LISTED else None
    return private_json(DocketList([telling.short(one) for one in page], after))


@router.get(
    "dockets/{reference}",
    summary="A proceeding",
    operation_id="see_docket",
    openapi_extra={"responses": answers(200, "The file.", ref("DocketFile"), also=(404,))},
)
@keyed(Permission.DOCKET_OWN, office=Permission.DOCKET_SEE)
def docket(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the file: state, deadlines with their arithmetic, parties, decisions with reasons,
    history, and the moves that you may make now with the fields that each asks for.
    """
    found = fetch(request, reference)
    language = language_of(request)
    return private_json(
        telling.whole(found, by=request.actor, at=timezone.now(), language=language)
    )


@router.get(
    "dockets/{reference}/papers",
    summary="Its papers",
    operation_id="list_docket_papers",
    openapi_extra={
        "responses": answers(
            200, "All that you may see.", {"type": "array", "items": ref("DocketPaper")},
            also=(404,),
        )
    },
)  # fmt: skip
@keyed(Permission.DOCKET_OWN, office=Permission.DOCKET_SEE)
def papers(request: HttpRequest, reference: str) -> HttpResponse:
    """List your own papers and those that are open to you."""
    there = Evidence.objects.visible_to(request.actor).filter(docket=fetch(request, reference))
    return private_json(
        [telling.paper(one, by=request.actor) for one in there.select_related("original")]
    )


@router.get(
    "dockets/{reference}/papers/{number}",
    summary="A paper",
    operation_id="read_docket_paper",
    openapi_extra={"responses": answers(200, "The bytes, without metadata.", None, also=(404,))},
)
@keyed(Permission.DOCKET_OWN, office=Permission.DOCKET_SEE)
def paper(request: HttpRequest, reference: str, number: Number) -> HttpResponse:
    """Give a paper without its metadata; that it was read is noted in its chain of custody."""
    there = Evidence.objects.visible_to(request.actor).filter(docket=fetch(request, reference))
    found = there.filter(pk=number).first()
    if found is None:
        raise unknown(Text("paper", "材料"), number)
    content = read_paper(found, by=request.actor, at=timezone.now())
    return file_answer(found.name, found.media_type, content, original=True)


@router.get(
    "dockets/{reference}/letters",
    summary="Its letters",
    operation_id="list_docket_letters",
    openapi_extra={
        "responses": answers(
            200, "Without their texts.", {"type": "array", "items": ref("DocketLetter")},
            also=(404,),
        )
    },
)  # fmt: skip
@keyed(Permission.DOCKET_OWN, office=Permission.DOCKET_SEE)
def letters(request: HttpRequest, reference: str) -> HttpResponse:
    """List letters in both directions; listing them gives no read receipt."""
    there = Letter.objects.visible_to(request.actor).filter(docket=fetch(request, reference))
    found = there.select_related("party").order_by("-id")
    return private_json([telling.letter(one, by=request.actor) for one in found])


@router.get(
    "dockets/{reference}/letters/{number}",
    summary="A letter",
    operation_id="read_docket_letter",
    openapi_extra={"responses": answers(200, "Its text.", ref("DocketLetter"), also=(404,))},
)
@keyed(Permission.DOCKET_OWN, office=Permission.DOCKET_SEE)
def letter(request: HttpRequest, reference: str, number: Number) -> HttpResponse:
    """Give a letter; a letter of the office counts as received when your machine reads it."""
    there = Letter.objects.visible_to(request.actor).filter(docket=fetch(request, reference))
    found = there.filter(pk=number).select_related("party", "docket").first()
    if found is None:
        raise unknown(Text("letter", "函件"), number)
    if found.outgoing and not request.actor.may(Permission.DOCKET_SEE):
        found = open_letter(found, by=request.actor, at=timezone.now())
    return private_json(telling.letter(found, by=request.actor, body=True))


def fetch(request: HttpRequest, reference: str) -> Docket:
    """A docket by its reference; refuse one that is misspelt, and one that is not the client's."""
    found = docket_of(reference, by=request.actor)
    if found is None or found.kind not in REGISTERED:
        raise unknown(Text("docket", "案卷"), reference[:40])
    return found
