"""Addresses to which an operator has its receipts pushed."""

import secrets
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from tidewaiter.adapters.webhooks import check_address
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.push_receipts import may_be_local
from tidewaiter.intake.commands.subscribers import add_subscriber, remove_subscriber
from tidewaiter.intake.models import Subscriber
from tidewaiter.surfaces.api.bodies import JSON
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import unknown

router = Router(tags=["Subscribers"])
_ONE = {"$ref": "#/components/schemas/Subscriber"}


class NewSubscriber(Schema):
    """An address to which receipts are to be pushed."""

    address: Annotated[str, Field(max_length=500, description="https://…, on the public internet.")]
    after: Annotated[
        int | None,
        Field(ge=0, le=2**63 - 1, description="Begin after this receipt; left out: from now on."),
    ] = None


@router.get(
    "subscribers",
    summary="Your subscribers",
    operation_id="list_subscribers",
    openapi_extra={"responses": answers(200, "All of them.", {"type": "array", "items": _ONE})},
)
@keyed(Permission.SUBSCRIBER_EDIT)
def list_subscribers(request: HttpRequest) -> HttpResponse:
    """List the addresses that receive your receipts, and how far each has got."""
    found = [_shown(each) for each in request.operator.subscribers.order_by("id")]
    return HttpResponse(msgspec.json.encode(found), content_type=JSON)


@router.post(
    "subscribers",
    summary="Subscribe an address",
    operation_id="add_subscriber",
    openapi_extra={"responses": answers(201, "The subscriber with its secret.", _ONE, also=(409,))},
)
@keyed(Permission.SUBSCRIBER_EDIT)
def subscribe(request: HttpRequest, wanted: NewSubscriber) -> HttpResponse:
    """Have your receipts pushed to an address; up to five addresses may be subscribed.

    The answer holds the secret, this once. Each push has the header “Tidewaiter-Signature:
    t=SECONDS,v1=HEX”: the HMAC-SHA256, under the secret, of the seconds, a dot and the body. Answer
    with 2xx when you have kept it; anything else is tried again, later and later.
    """
    check_address(wanted.address, local=may_be_local())
    added = add_subscriber(
        operator=request.operator,
        address=wanted.address,
        secret=secrets.token_urlsafe(32),
        after=wanted.after,
        by=request.actor,
        at=timezone.now(),
    )
    shown = {**_shown(added.subscriber), "secret": added.secret}
    return HttpResponse(msgspec.json.encode(shown), status=201, content_type=JSON)


@router.delete(
    "subscribers/{int:number}",
    summary="Remove an address",
    operation_id="remove_subscriber",
    openapi_extra={"responses": answers(204, "Nothing more is pushed there.", None, also=(404,))},
)
@keyed(Permission.SUBSCRIBER_EDIT)
def unsubscribe(request: HttpRequest, number: int) -> HttpResponse:
    """Push nothing more to an address."""
    subscriber = request.operator.subscribers.filter(pk=number).first()
    if subscriber is None:
        raise unknown(Text("subscriber", "订阅"), number)
    remove_subscriber(subscriber, by=request.actor, at=timezone.now())
    return HttpResponse(status=204)


def _shown(subscriber: Subscriber) -> dict[str, object]:
    return {
        "id": subscriber.pk,
        "address": subscriber.address,
        "delivered": subscriber.delivered,
        "failures": subscriber.failures,
        "retry_at": subscriber.retry_at,
        "created_at": subscriber.created_at,
    }
