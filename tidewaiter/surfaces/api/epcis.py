"""Trace events for machines: capture and query, as EPCIS 2.0 has them."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.capture_events import capture_events
from tidewaiter.provenance.formats.epcis.writing import event_out, query_document
from tidewaiter.provenance.models import Capture, TraceEvent
from tidewaiter.provenance.queries.events import MOST, event_named, find_events
from tidewaiter.provenance.rules.events import bad_parameter
from tidewaiter.surfaces.api.bodies import JSON, body_of, media_type_of
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import unknown

router = Router(tags=["Trace events"])
LINKED = "application/ld+json"
_OBJECT = {"type": "object"}
_BODY = {
    "required": True,
    "content": {kind: {"schema": {"type": "object"}} for kind in (JSON, LINKED)},
}
_PAGING = {"perPage", "nextPageToken"}


@router.post(
    "epcis/capture",
    summary="Capture trace events",
    operation_id="epcis_capture",
    openapi_extra={
        "requestBody": _BODY,
        "responses": answers(
            202,
            "How many events were taken, how many were known, and those that were refused, each"
            " with code, sentence, law and cure.",
            _OBJECT,
            also=(400, 413, 415, 422),
        ),
    },
)
@keyed(Permission.PRODUCT_SUBMIT)
def capture(request: HttpRequest) -> HttpResponse:
    """Take an EPCISDocument of version 2.0, or one event.

    What is wrong is refused event by event; the rest of the list is taken. The same events again
    change nothing. An event with an errorDeclaration makes the one of its eventID void.
    """
    taken = _taken(request)
    return _answer(_told(taken), status=202, headers={"Location": _address(taken)})


@router.post(
    "epcis/events",
    summary="Capture one trace event",
    operation_id="epcis_event_in",
    openapi_extra={
        "requestBody": _BODY,
        "responses": answers(201, "The event is kept.", _OBJECT, also=(400, 413, 415, 422)),
    },
)
@keyed(Permission.PRODUCT_SUBMIT)
def one_in(request: HttpRequest) -> HttpResponse:
    """Take one event; a wrong one is answered with 422 and its reason."""
    taken = _taken(request)
    if taken.refused and not taken.taken:
        return _answer(_told(taken), status=422)
    return _answer(_told(taken), status=201, headers={"Location": _address(taken)})


@router.get(
    "epcis/capture/{int:number}",
    summary="What became of a capture",
    operation_id="epcis_captured",
    openapi_extra={
        "responses": answers(200, "The capture and its refusals.", _OBJECT, also=(404,))
    },
)
@keyed(Permission.PRODUCT_SUBMIT)
def captured(request: HttpRequest, number: int) -> HttpResponse:
    """Say how many events of one of your captures were taken, and why others were not."""
    found = Capture.objects.visible_to(request.actor).filter(pk=number).first()
    if found is None:
        raise unknown(Text("capture", "采集记录"), number)
    return _answer(_told(found))


@router.get(
    "epcis/events",
    summary="Query trace events",
    operation_id="epcis_events",
    openapi_extra={
        "parameters": [
            {"in": "query", "name": name, "schema": {"type": "string"}, "required": False}
            for name in ("eventType", "GE_eventTime", "LT_eventTime", "GE_recordTime",
                         "LT_recordTime", "EQ_action", "EQ_bizStep", "EQ_disposition",
                         "EQ_eventID", "EQ_readPoint", "EQ_bizLocation", "EQ_bizTransaction",
                         "MATCH_epc", "MATCH_parentID", "MATCH_inputEPC", "MATCH_outputEPC",
                         "MATCH_anyEPC", "MATCH_epcClass", "MATCH_anyEPCClass",
                         "EXISTS_errorDeclaration", "perPage", "nextPageToken")
        ],
        "responses": answers(200, "An EPCISQueryDocument.", _OBJECT, also=(422,)),
    },
)  # fmt: skip
@keyed(Permission.PRODUCT_SUBMIT)
def events(request: HttpRequest) -> HttpResponse:
    """Give what you reported, and what others reported of your products.

    Pages hold up to 100 events; the header `Link` leads to the next one.
    """
    asked = request.GET.dict()
    size = _number(asked.pop("perPage", str(MOST)), "perPage")
    after = _number(asked.pop("nextPageToken", "0"), "nextPageToken")
    page = min(max(size, 1), MOST)
    found = list(find_events(asked, by=request.actor).filter(pk__gt=after)[: page + 1])
    document = query_document((_out(one) for one in found[:page]), name="events", at=timezone.now())
    answer = HttpResponse(msgspec.json.encode(document), content_type=LINKED)
    if len(found) > page:
        query = request.GET.copy()
        query["nextPageToken"] = str(found[page - 1].pk)
        answer["Link"] = f'</api/v1/epcis/events?{query.urlencode()}>; rel="next"'
    return answer


@router.get(
    "epcis/event",
    summary="One trace event",
    operation_id="epcis_event",
    openapi_extra={
        "parameters": [
            {"in": "query", "name": "id", "schema": {"type": "string"}, "required": True}
        ],
        "responses": answers(200, "The event.", _OBJECT, also=(404,)),
    },
)
@keyed(Permission.PRODUCT_SUBMIT)
def event(request: HttpRequest) -> HttpResponse:
    """Give an event by its eventID, which is given as the parameter `id`."""
    name = request.GET.get("id", "")
    found = event_named(name, by=request.actor)
    if found is None:
        raise unknown(Text("event", "事件"), name[:100])
    return HttpResponse(msgspec.json.encode(_out(found)), content_type=LINKED)


def _taken(request: HttpRequest) -> Capture:
    packed = request.headers.get("Content-Encoding", "identity").lower()
    if request.content_type != LINKED or packed not in {"identity", ""}:
        media_type_of(request)
    return capture_events(
        body_of(request), operator=request.operator, by=request.actor, at=timezone.now()
    )


def _number(text: str, name: str) -> int:
    if not text.isdigit() or len(text) > 18:
        raise bad_parameter(name, text)
    return int(text)


def _out(one: TraceEvent) -> dict[str, Any]:
    return event_out(one.content, event_id=one.event_id, recorded_at=one.recorded_at)


def _told(found: Capture) -> dict[str, Any]:
    return {
        "captureID": found.pk,
        "createdAt": found.received_at,
        "running": False,
        "success": not found.refused,
        "taken": found.taken,
        "known": found.known,
        "errors": found.refused,
    }


def _address(found: Capture) -> str:
    return f"/api/v1/epcis/capture/{found.pk}"


def _answer(
    told: dict[str, Any], *, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(told), status=status, content_type=JSON, headers=headers
    )
