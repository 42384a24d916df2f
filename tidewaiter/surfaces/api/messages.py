"""Messages in: submit one, look at what was received."""

from threading import BoundedSemaphore

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.base.privacy.vault import open_message
from tidewaiter.flows.receive_message import receive_message
from tidewaiter.intake.models import Message
from tidewaiter.surfaces.api.bodies import JSON, body_of, media_type_of
from tidewaiter.surfaces.api.description import ANSWERS, MESSAGE_BODY, SEEN, answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import unknown

router = Router(tags=["Messages"])
_encode = msgspec.json.Encoder().encode
_turns = BoundedSemaphore(2)
"""A process reads one message while another waits for the database; more would only take each
other's time, and that of whoever asks for receipts.
"""


@router.post(
    "messages",
    summary="Submit a message",
    operation_id="submit_message",
    openapi_extra={"requestBody": MESSAGE_BODY, "responses": ANSWERS},
)
@keyed(Permission.MESSAGE_SUBMIT)
def submit_message(request: HttpRequest) -> HttpResponse:
    """Receive a message with up to 100 documents and answer each of them at once.

    Status 2 means that a document was kept: its receipt follows. Any other status comes with its
    reasons. A message that cannot be read as a whole is answered with 422. The same bytes again get
    the same answer.
    """
    media_type = media_type_of(request)
    raw = body_of(request)
    with _turns:
        answer = receive_message(
            raw,
            media_type=media_type,
            sender=request.operator,
            by=request.actor,
            at=timezone.now(),
        )
    return HttpResponse(
        _encode(answer),
        status=422 if answer.refused else 202,
        content_type=JSON,
        headers={"Location": f"/api/v1/messages/{answer.message}"},
    )


@router.get(
    "messages/{int:number}",
    summary="A message that was received",
    operation_id="see_message",
    openapi_extra={"responses": answers(200, "The message and its answer.", SEEN, also=(404,))},
)
@keyed(Permission.MESSAGE_SEE)
def see_message(request: HttpRequest, number: int) -> HttpResponse:
    """Say when one of your messages was received, and how it was answered."""
    found = (
        Message.objects.visible_to(request.actor)
        .filter(pk=number)
        .values_list("kind", "guid", "received_at", "media_type", "size", "documents", "answer")
        .first()
    )
    if found is None:
        raise unknown(Text("message", "报文"), number)
    *told, answer = found
    names = ("kind", "guid", "received_at", "media_type", "size", "documents")
    seen = {"message": number, **dict(zip(names, told, strict=True))}
    # the answer was stored before the message had its number
    seen["answer"] = {**msgspec.json.decode(bytes(answer)), "message": number}
    return HttpResponse(_encode(seen), content_type=JSON)


@router.get(
    "messages/{int:number}/original",
    summary="A message as it came",
    operation_id="see_original",
    openapi_extra={
        "responses": answers(200, "The bytes, in the type in which they came.", None, also=(404,))
    },
)
@keyed(Permission.MESSAGE_SEE)
def see_original(request: HttpRequest, number: int) -> HttpResponse:
    """Give back one of your messages, to the byte."""
    raw, media_type = original_of(request, number)
    return HttpResponse(
        raw,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="message-{number}"',
            "Cache-Control": "no-store",
        },
    )


def original_of(request: HttpRequest, number: int) -> tuple[bytes, str]:
    """The bytes and the type of one of the client's messages."""
    found = (
        Message.objects.visible_to(request.actor)
        .filter(pk=number)
        .values_list("sealed", "digest", "media_type")
        .first()
    )
    if found is None:
        raise unknown(Text("message", "报文"), number)
    sealed, digest, media_type = found
    return open_message(bytes(sealed), context=bytes(digest)), media_type
