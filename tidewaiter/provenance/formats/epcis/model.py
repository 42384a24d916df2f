"""An event as EPCIS 2.0 writes it in JSON; which fields a kind of event has is told beside it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Uri = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9+.\-]*:\S+$", max_length=250)]
Word = Annotated[str, Meta(min_length=1, max_length=200)]
Time = Annotated[datetime, Meta(tz=True)]
Offset = Annotated[str, Meta(pattern=r"^[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)$")]


class Quantity(msgspec.Struct, rename="camel"):
    """So much of a batch or an item; without a unit, pieces."""

    epc_class: Uri
    quantity: Decimal | None = None
    uom: Annotated[str, Meta(pattern=r"^[A-Z0-9]{2,3}$")] = ""


class Place(msgspec.Struct):
    """A place by its identifier."""

    id: Uri


class Transaction(msgspec.Struct, rename="camel"):
    """A business paper that an event belongs to."""

    biz_transaction: Annotated[str, Meta(min_length=1, max_length=200)]
    type: str = ""


class Source(msgspec.Struct):
    """Who or where goods come from."""

    type: Word
    source: Uri


class Destination(msgspec.Struct):
    """Who or where goods go to."""

    type: Word
    destination: Uri


class ErrorDeclaration(msgspec.Struct, rename={"declared_at": "declarationTime",
                                               "corrective": "correctiveEventIDs"}):  # fmt: skip
    """That an event is wrong, since when that is known, and what happened instead."""

    declared_at: Time
    reason: str = ""
    corrective: list[Uri] = []


class Persistent(msgspec.Struct):
    """Dispositions that stay until they are taken back."""

    set: list[Word] = []
    unset: list[Word] = []


_NAMES = {
    "epcs": "epcList",
    "quantities": "quantityList",
    "parent": "parentID",
    "children": "childEPCs",
    "child_quantities": "childQuantityList",
    "inputs": "inputEPCList",
    "input_quantities": "inputQuantityList",
    "outputs": "outputEPCList",
    "output_quantities": "outputQuantityList",
    "transformation": "transformationID",
    "transactions": "bizTransactionList",
    "sources": "sourceList",
    "destinations": "destinationList",
    "error": "errorDeclaration",
    "event_id": "eventID",
    "at": "eventTime",
    "zone": "eventTimeZoneOffset",
    "recorded": "recordTime",
    "step": "bizStep",
    "read_point": "readPoint",
    "location": "bizLocation",
    "persistent": "persistentDisposition",
}


class Event(msgspec.Struct, rename=_NAMES, kw_only=True):
    """Something that happened to goods; `type` says which of the fields it has."""

    type: Literal[
        "ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent",
        "AssociationEvent",
    ]  # fmt: skip
    at: Time
    zone: Offset
    recorded: Time | None = None
    event_id: Uri | None = None
    error: ErrorDeclaration | None = None
    action: Literal["ADD", "OBSERVE", "DELETE"] | None = None
    epcs: list[Uri] = []
    quantities: list[Quantity] = []
    parent: Uri | None = None
    children: list[Uri] = []
    child_quantities: list[Quantity] = []
    inputs: list[Uri] = []
    input_quantities: list[Quantity] = []
    outputs: list[Uri] = []
    output_quantities: list[Quantity] = []
    transformation: Uri | None = None
    step: Word | None = None
    disposition: Word | None = None
    persistent: Persistent | None = None
    read_point: Place | None = None
    location: Place | None = None
    transactions: list[Transaction] = []
    sources: list[Source] = []
    destinations: list[Destination] = []
    ilmd: dict[str, Any] | None = None
