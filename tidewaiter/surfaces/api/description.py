"""What the OpenAPI document says about bodies and answers."""

from typing import Any

import msgspec

from tidewaiter.flows.receive_message import Answer
from tidewaiter.surfaces.api.consignments import DutiesAsked, DutiesSaid


class Told(msgspec.Struct):
    """One reason: its code, the law, and what can be done about it."""

    code: str
    official: str | None
    rule: str | None
    law: dict[str, str] | None
    message: dict[str, str]
    cure: dict[str, str] | None
    fields: list[str]
    evidence: dict[str, Any]


class Receipt(msgspec.Struct):
    """The answer to one document; the fields that it repeats (orderNo …) stand beside these."""

    id: int
    at: str
    message: int
    position: int
    kind: str
    status: str
    guid: str | None
    info: str
    reasons: list[Told]


class Page(msgspec.Struct):
    """Receipts in the order in which they were given, and the number to send as “after” next."""

    receipts: list[Receipt]
    next: int


class End(msgspec.Struct):
    """Where the receipts end."""

    next: int


class Seen(msgspec.Struct):
    """A message as it was received."""

    message: int
    kind: str
    guid: str
    received_at: str
    media_type: str
    size: int
    documents: int
    answer: Answer


class Subscriber(msgspec.Struct):
    """An address that receives receipts; the secret is shown once."""

    id: int
    address: str
    delivered: int
    failures: int
    retry_at: str | None
    created_at: str
    secret: str | None = None


class Prechecked(msgspec.Struct):
    """What would be decided about each parcel of a draft, and what could not be read."""

    parcels: list[dict[str, Any]]
    faults: list[dict[str, Any]]


class CalendarChange(msgspec.Struct):
    """What happened to one entry of the law; `fields` gives before and after of each."""

    turn: str
    pack: str
    kind: str
    id: str
    title: dict[str, str]
    on: str
    reference: str
    fields: dict[str, list[Any]]
    proposal: str | None = None


class LawCalendar(msgspec.Struct):
    """The changes of a law pack between two days, under a version of the pack."""

    pack: str
    version: str
    from_: str = msgspec.field(name="from")
    to: str
    changes: list[CalendarChange]


class LawNotice(msgspec.Struct):
    """You were told, so many days ahead, that the law changes for you, or that it will not."""

    id: int
    at: str
    days: int
    called_off: bool
    proposal: str
    pack: str
    title: dict[str, str]
    applies_from: str
    changes: list[CalendarChange]


class LawNotices(msgspec.Struct):
    """Notices in the order in which they were given, and the number to send as “after” next."""

    notices: list[LawNotice]
    next: int


class LawComment(msgspec.Struct):
    """What somebody said about a proposal, as published."""

    signed: str
    said: str


class LawConsultation(msgspec.Struct):
    """A proposal on which the public is or was asked."""

    reference: str
    pack: str
    stage: str
    title: dict[str, str]
    grounds: dict[str, str]
    comments_until: str
    open: bool
    applies_from: str | None
    changes: list[CalendarChange]
    comments: list[LawComment]


class LawConsultations(msgspec.Struct):
    """Consultations, those that end last first."""

    consultations: list[LawConsultation]


class LawCommentTaken(msgspec.Struct):
    """A comment that waits for an officer to read it."""

    reference: str
    standing: str


class LawVerdict(msgspec.Struct):
    """What checker, test tables and the rule of the future say about changed files."""

    pack: str
    sound: bool
    applies_from: str | None
    findings: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    changes: list[CalendarChange]


class LawContact(msgspec.Struct):
    """Where you are written to, and the business models in which you trade."""

    contact: str
    trades: list[str]


class Refusal(msgspec.Struct):
    """How every no is said: code, sentence, law and cure, in the reader's language."""

    code: str
    sentence: str
    law: str
    cure: str
    values: dict[str, str]


_, SCHEMAS = msgspec.json.schema_components(
    [
        Answer,
        Page,
        End,
        Seen,
        Subscriber,
        Prechecked,
        Refusal,
        LawCalendar,
        LawNotices,
        LawContact,
        LawConsultations,
        LawCommentTaken,
        LawVerdict,
        DutiesAsked,
        DutiesSaid,
    ],
    ref_template="#/components/schemas/{name}",
)
"""The schemas of everything that is answered, by name."""

PAGE = {"$ref": "#/components/schemas/Page"}
SEEN = {"$ref": "#/components/schemas/Seen"}
_ANSWER = {"$ref": "#/components/schemas/Answer"}
_REFUSAL = {"$ref": "#/components/schemas/Refusal"}

_NO = {
    400: "The request was cut off.",
    401: "No key, an unknown one or a revoked one.",
    403: "The key does not carry the permission.",
    404: "There is no such thing, or it is not yours.",
    409: "It contradicts what is there.",
    413: "Too large: 8 MB are the most for a message, 25 MB for a paper.",
    415: "Neither XML nor JSON.",
    422: "A value cannot be used.",
    429: "Too much at once; see Retry-After.",
    503: "Not at the moment; see Retry-After.",
}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def refusals(*statuses: int) -> dict[int, Any]:
    """The answers that say no."""
    return {status: {"description": _NO[status], "content": _json(_REFUSAL)} for status in statuses}


def answers(
    status: int,
    description: str,
    schema: dict[str, Any] | None,
    *,
    also: tuple[int, ...] = (),
    xml: bool = False,
    keyed: bool = True,
) -> dict[int, Any]:
    """The answer that says yes, and all those that say no."""
    yes: dict[str, Any] = {"description": description}
    if schema is not None:
        yes["content"] = _json(schema)
    if xml:
        yes["content"]["application/xml"] = {"schema": {"type": "string"}}
    return {status: yes, **refusals(*((401, 403) if keyed else ()), *also, 422, 503)}


ANSWERS = {
    202: {"description": "One answer for each document.", "content": _json(_ANSWER)},
    422: {
        "description": "The message as a whole cannot be read; the reasons say why.",
        "content": _json(_ANSWER),
    },
    **refusals(400, 401, 403, 413, 415, 503),
}

_EXAMPLE = """<?xml version="1.0" encoding="UTF-8"?>
<ceb:CEB311Message xmlns:ceb="http://www.chinaport.gov.cn/ceb"
    guid="4CDE1CFD-EDED-46B1-946C-B8022E42FC94" version="1.0">
  <ceb:Order><ceb:OrderHead>…</ceb:OrderHead><ceb:OrderList>…</ceb:OrderList></ceb:Order>
  <ceb:BaseTransfer>…</ceb:BaseTransfer>
</ceb:CEB311Message>"""

MESSAGE_BODY = {
    "required": True,
    "content": {
        "application/xml": {
            "schema": {"type": "string"},
            "examples": {"order": {"summary": "An order (311)", "value": _EXAMPLE}},
        },
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["kind", "guid", "transfer", "documents"],
                "properties": {
                    "kind": {
                        "type": "string",
                        "enum": ["311", "411", "511", "513", "621", "623", "625", "711"],
                    },
                    "guid": {"type": "string", "minLength": 36, "maxLength": 36},
                    "version": {"type": "string"},
                    "transfer": {"type": "object"},
                    "subscribers": {"type": "array", "maxItems": 5, "items": {"type": "object"}},
                    "documents": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 100,
                        "items": {
                            "type": "object",
                            "properties": {
                                "head": {"type": "object"},
                                "lines": {
                                    "type": "array",
                                    "maxItems": 99,
                                    "items": {"type": "object"},
                                },
                            },
                        },
                    },
                },
            }
        },
    },
}
"""The two ways to write a message; docs/reference/messages lists the fields of every document."""

DRAFT_BODY = {
    "required": True,
    "content": {
        "application/xml": {"schema": {"type": "string"}},
        "application/json": {
            "schema": {
                "type": "object",
                "description": "The documents of one parcel; a message; an array of messages.",
                "properties": {
                    name: {"type": "object"}
                    for name in ("order", "payment", "waybill", "declaration")
                },
            }
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": {"type": "array", "items": {"type": "string", "format": "binary"}}
                },
            }
        },
    },
}
"""The ways to hand over a draft."""
