"""A draft is judged before it is submitted: the same rules, no traces."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.assess_arrivals import Tools
from tidewaiter.flows.precheck import precheck
from tidewaiter.flows.receive_message import told
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.json import parse_json
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.messages import Parsed
from tidewaiter.intake.formats.ceb.xml import parse
from tidewaiter.surfaces.api.bodies import JSON, LARGEST, body_of, media_type_of
from tidewaiter.surfaces.api.description import DRAFT_BODY, answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import HttpRefusal

router = Router(tags=["Precheck"])
_engine = Lock()
_tools: list[Tools] = []

NAMES = {
    Kind.ORDER: "order",
    Kind.PAYMENT: "payment",
    Kind.WAYBILL: "waybill",
    Kind.DECLARATION: "declaration",
}
"""How the documents of a parcel are called in a draft."""

_KINDS = {name: kind for kind, name in NAMES.items()} | {"inventory": Kind.DECLARATION}
_MOST_PARCELS = 100
_DRAFT_GUID = "00000000-0000-0000-0000-000000000000"
_DECODER = msgspec.json.Decoder(float_hook=str)
_TRANSFER = {"copCode": "-", "copName": "-", "dxpMode": "DXP", "dxpId": "-"}


@dataclass(slots=True)
class Draft:
    """What was found in the request: documents of the four kinds, and what could not be read."""

    documents: dict[Kind, list[Any]] = field(default_factory=lambda: {kind: [] for kind in NAMES})
    faults: list[dict[str, Any]] = field(default_factory=list)

    def read(self, parsed: Parsed) -> None:
        """Add a message."""
        self._fault(parsed.kind, None, parsed.faults)
        for part in parsed.documents:
            if part.document is None or part.faults:
                self._fault(parsed.kind, part.position, part.faults)
            elif parsed.kind in NAMES:
                self.documents[parsed.kind].append(part.document)

    def _fault(self, kind: str | None, position: int | None, faults: Iterable[Fault]) -> None:
        self.faults += [{"kind": kind, "position": position, **told(fault)} for fault in faults]


@router.post(
    "precheck",
    summary="Have a draft judged",
    operation_id="precheck",
    openapi_extra={
        "requestBody": DRAFT_BODY,
        "responses": answers(
            200,
            "What would be decided about each parcel of the draft.",
            {"$ref": "#/components/schemas/Prechecked"},
            also=(400, 413, 415),
        ),
    },
)
@keyed(Permission.PRECHECK)
def check_draft(request: HttpRequest) -> HttpResponse:
    """Say what would be decided about a draft, with reasons and duties; nothing is kept of it.

    Send one message as XML or JSON, several of them as a JSON array or as files of a form, or the
    documents of one parcel as {"order": …, "payment": …, "waybill": …, "declaration": …}. Documents
    that are missing are said to be missing; the others are judged.
    """
    draft = Draft()
    if (request.content_type or "").lower() == "multipart/form-data":
        _read_form(request, draft)
    elif media_type_of(request) == JSON:
        _read_json(body_of(request), draft)
    else:
        draft.read(parse(body_of(request)))
    at = timezone.now()
    found = [_judged(documents, request, at=at) for documents in parcels(draft.documents)]
    body = msgspec.json.encode({"parcels": found, "faults": draft.faults})
    return HttpResponse(body, content_type=JSON)


def _judged(documents: dict[str, Any], request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """Judge one parcel; one at a time in this process, for the engine is not made for threads."""
    with _engine:
        if not _tools:
            # lanes and draws are not told, so any key of the draws will do
            _tools.append(Tools(seed="precheck"))
        return precheck(documents, _tools[0], sender=request.operator, at=at)


def parcels(documents: Mapping[Kind, list[Any]]) -> list[dict[str, Any]]:
    """Put the documents of a draft together by their numbers, one dictionary for each parcel.

    A document that nothing refers to goes with the only list of the draft, or stands alone.
    """
    orders, payments, waybills, lists = (documents[kind] for kind in NAMES)
    by_order: dict[tuple[str, str], dict[str, Any]] = {}
    by_waybill: dict[tuple[str, str], dict[str, Any]] = {}
    found: list[dict[str, Any]] = []

    def parcel() -> dict[str, Any]:
        if len(found) >= _MOST_PARCELS:
            raise HttpRefusal(
                422,
                "precheck.too-many",
                Text("A draft may have {most} parcels at most.", "一次预检最多包含{most}个包裹。"),
                values={"most": _MOST_PARCELS},
                cure=Text("Send them one after the other.", "请分批预检。"),
            )
        found.append(dict.fromkeys(NAMES.values()))
        return found[-1]

    for each in lists:
        head = each.head
        new = parcel()
        new["declaration"] = each
        by_order[head.orderNo, head.ebpCode] = new
        by_waybill[head.logisticsNo, head.logisticsCode] = new
    only = found[0] if len(found) == 1 else None
    for name, several in (("order", orders), ("payment", payments)):
        for each in several:
            key = each.head.orderNo, each.head.ebpCode
            into = by_order.get(key)
            if into is None:
                into = only if only is not None and only[name] is None else parcel()
                by_order[key] = into
            into[name] = each
    for each in waybills:
        into = by_waybill.get((each.head.logisticsNo, each.head.logisticsCode))
        if into is None:
            single = found[0] if len(found) == 1 and found[0]["waybill"] is None else None
            into = single if single is not None else parcel()
        into["waybill"] = each
    return found


def _read_json(body: bytes, draft: Draft) -> None:
    """Read one message, an array of messages, or the documents of one parcel by their names."""
    try:
        given = _DECODER.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        draft.read(parse_json(body))
        return
    if isinstance(given, list):
        for each in given[: 4 * _MOST_PARCELS]:
            draft.read(parse_json(_again(each)))
    elif isinstance(given, dict) and given and not given.keys() - _KINDS.keys():
        for name, document in given.items():
            if document is not None:
                message = {
                    "kind": _KINDS[name].value,
                    "guid": _DRAFT_GUID,
                    "transfer": _TRANSFER,
                    "documents": [document],
                }
                draft.read(parse_json(_again(message)))
    else:
        draft.read(parse_json(body))


def _again(given: Any) -> bytes:
    """Write JSON again; numbers keep their digits, for they were not read as binary fractions."""
    return msgspec.json.encode(given)


def _read_form(request: HttpRequest, draft: Draft) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        raise HttpRefusal(
            413,
            "api.too-large",
            Text("The files have more than {largest} bytes.", "文件总大小超过{largest}字节。"),
            values={"largest": LARGEST},
            cure=Text("Send fewer files at once.", "请减少一次发送的文件。"),
        )
    for _, files in request.FILES.lists():
        for file in files:
            raw = file.read()
            if raw.lstrip()[:1] in {b"{", b"["}:
                _read_json(raw, draft)
            else:
                draft.read(parse(raw))
