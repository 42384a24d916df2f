"""Read a document of trace events: each event is taken, or refused by itself with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.provenance.formats.epcis.hashing import Spaces, hash_of, spaces_of
from tidewaiter.provenance.formats.epcis.model import Event, Quantity
from tidewaiter.provenance.formats.epcis.vocabulary import (
    DISPOSITIONS,
    REASONS,
    SIDES,
    STEPS,
    TRANSACTIONS,
    bare,
    known,
)
from tidewaiter.provenance.formats.identifiers import Named, named

EPCIS = "EPCIS 2.0"
CBV = "CBV 2.0"
MOST = 5_000
"""So many events a document holds at most."""
LARGEST = 10**11
AHEAD = timedelta(minutes=10)
"""Clocks differ: an event may lie so far in the future."""


@dataclass(frozen=True, slots=True)
class Item:
    """Goods of an event: in which role, what, how much."""

    role: str
    named: Named
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An event that may be kept; location numbers are empty where the event names none."""

    event_id: str
    hash: str
    event: Event
    content: Mapping[str, Any]
    place: str
    source: str
    destination: str
    transactions: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that is not taken: its place in the document, its identifier if it has one, why."""

    index: int
    event_id: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Document:
    """The events of a document, before anybody looked at them."""

    events: tuple[object, ...]
    spaces: Spaces


def read_document(raw: bytes) -> Document:
    """Take a document apart: a list of events under `epcisBody`, or one event alone."""
    try:
        given = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise _no_document(str(error)) from None
    if not isinstance(given, dict):
        raise _no_document("it is no JSON object")
    if str(given.get("type", "")).endswith("Event"):
        return Document((given,), spaces_of(given.get("@context")))
    if given.get("type") not in {"EPCISDocument", "EPCISQueryDocument"}:
        raise _no_document("its `type` is neither EPCISDocument nor that of an event")
    if not str(given.get("schemaVersion", "")).startswith("2."):
        raise _no_document("its `schemaVersion` is not 2.0")
    body = given.get("epcisBody")
    events = body.get("eventList") if isinstance(body, dict) else None
    if events is None and isinstance(body, dict) and isinstance(body.get("queryResults"), dict):
        results = body["queryResults"].get("resultsBody")
        events = results.get("eventList") if isinstance(results, dict) else None
    if events is None and isinstance(body, dict) and isinstance(body.get("event"), dict):
        events = [body["event"]]
    if not isinstance(events, list) or not events:
        raise _no_document("`epcisBody` has no `eventList`")
    if len(events) > MOST:
        raise Refusal(
            "epcis.too-many",
            Text(
                "The document has {count} events; {most} is the most.",
                "文档含{count}个事件，最多{most}个。",
            ),
            values={"count": len(events), "most": MOST},
            law=f"{EPCIS}, 12.6",
            cure=Text("Send them in several documents.", "请分多个文档提交。"),
        )
    return Document(tuple(events), spaces_of(given.get("@context")))


def read_events(document: Document, *, at: datetime) -> Iterator[Read | Refused]:
    """Look at each event; `at` is when the document came."""
    for index, given in enumerate(document.events):
        told = given.get("eventID", "") if isinstance(given, dict) else ""
        try:
            yield _event(given, document.spaces, at=at)
        except Refusal as refusal:
            yield Refused(index, str(told)[:200], refusal)


def _event(given: object, spaces: Spaces, *, at: datetime) -> Read:
    try:
        event = msgspec.convert(given, Event, strict=False)
    except (msgspec.ValidationError, ValueError) as error:
        raise _wrong(
            "epcis.form",
            Text("The event is not well formed: {problem}.", "事件格式有误：{problem}。"),
            Text("Correct the field that is named.", "请更正所指字段。"),
            problem=str(error).rstrip("."),
        ) from None
    assert isinstance(given, dict)
    _words(event)
    _whole(event)
    if event.at > at + AHEAD:
        raise _wrong(
            "epcis.future",
            Text("The event lies in the future ({time}).", "事件时间晚于当前时间（{time}）。"),
            Text("Report events when they have happened.", "请在事件发生后报告。"),
            time=event.at.isoformat(),
        )
    spaces = {**spaces, **spaces_of(given.get("@context"))}
    digest = hash_of(given, spaces)
    return Read(
        event_id=event.event_id or digest,
        hash=digest,
        event=event,
        content=given,
        place=_gln(event.read_point.id if event.read_point else "")
        or _gln(event.location.id if event.location else ""),
        source=_side([(one.type, one.source) for one in event.sources]),
        destination=_side([(one.type, one.destination) for one in event.destinations]),
        transactions=tuple(one.biz_transaction for one in event.transactions),
        items=tuple(_items(event)),
    )


def _words(event: Event) -> None:
    asked = [("bizStep", event.step or "", STEPS, "bizStep")]
    asked += [("disposition", event.disposition or "", DISPOSITIONS, "disposition")]
    asked += [
        ("bizTransactionList", one.type, TRANSACTIONS, "bizTransaction")
        for one in event.transactions
    ]
    asked += [("sourceList", one.type, SIDES, "side") for one in event.sources]
    asked += [("destinationList", one.type, SIDES, "side") for one in event.destinations]
    if event.error is not None:
        asked += [("errorDeclaration", event.error.reason, REASONS, "reason")]
    for field, word, words, kind in asked:
        if word and not known(word, words, kind):
            raise _wrong(
                "epcis.word",
                Text(
                    "“{word}” in {field} is no word of the Core Business Vocabulary.",
                    "{field}中的“{word}”不是核心业务词汇。",
                ),
                Text(
                    "Use a word of the vocabulary, or the address of a word of your own.",
                    "请使用标准词汇，或以网址形式给出自有词汇。",
                ),
                law=f"{CBV}, 7",
                field=field,
                word=word[:60],
            )


def _whole(event: Event) -> None:
    """Which fields a kind of event must have (EPCIS 2.0, 7.4)."""
    goods = [*event.epcs, *event.quantities, *event.children, *event.child_quantities]
    wanting = ""
    match event.type:
        case "ObjectEvent":
            wanting = "" if event.epcs or event.quantities else "epcList"
        case "AggregationEvent" | "AssociationEvent":
            parted = event.action == "DELETE"
            if not event.parent and event.action != "OBSERVE":
                wanting = "parentID"
            elif not (event.children or event.child_quantities or parted):
                wanting = "childEPCs"
        case "TransactionEvent":
            wanting = "" if event.transactions else "bizTransactionList"
            wanting = wanting or ("" if goods or event.parent else "epcList")
        case "TransformationEvent":
            inputs = event.inputs or event.input_quantities or event.transformation
            outputs = event.outputs or event.output_quantities or event.transformation
            wanting = "" if inputs else "inputEPCList"
            wanting = wanting or ("" if outputs else "outputEPCList")
    if not wanting and event.type != "TransformationEvent" and event.action is None:
        wanting = "action"
    if wanting:
        raise _wrong(
            "epcis.wanting",
            Text("A {type} needs {field}.", "{type}缺少{field}。"),
            Text("Add the field.", "请补充该字段。"),
            law=f"{EPCIS}, 7.4",
            type=event.type,
            field=wanting,
        )


def _items(event: Event) -> Iterator[Item]:
    roles: tuple[tuple[str, list[str], list[Quantity]], ...] = (
        ("object", event.epcs, event.quantities),
        ("parent", [event.parent] if event.parent else [], []),
        ("child", event.children, event.child_quantities),
        ("input", event.inputs, event.input_quantities),
        ("output", event.outputs, event.output_quantities),
    )
    for role, pieces, amounts in roles:
        for uri in pieces:
            yield Item(role, _named(uri))
        for each in amounts:
            _counts(each.quantity)
            yield Item(role, _named(each.epc_class), each.quantity, each.uom)


def _counts(quantity: Decimal | None) -> None:
    if quantity is not None and not (quantity.is_finite() and 0 <= quantity < LARGEST):
        raise _wrong(
            "epcis.quantity",
            Text("{quantity} is no quantity of goods.", "{quantity}不是有效的货物数量。"),
            Text("Give a number from 0 on.", "请填写不小于0的数量。"),
            quantity=str(quantity)[:40],
        )


def _named(uri: str) -> Named:
    found = named(uri)
    if found is None:
        raise _wrong(
            "epcis.identifier",
            Text(
                "“{given}” is no identifier of GS1: its parts or its check digit are wrong.",
                "“{given}”不是有效的GS1标识：结构或校验位有误。",
            ),
            Text(
                "Take the number from the goods again, and mind how many digits the company"
                " prefix has.",
                "请重新核对货物上的号码，并注意厂商识别代码的位数。",
            ),
            law="GS1 General Specifications, 7.9",
            given=uri[:120],
        )
    return found


def _gln(uri: str) -> str:
    return _named(uri).gln if uri else ""


def _side(given: list[tuple[str, str]]) -> str:
    by_kind = {bare(kind, "side"): uri for kind, uri in given}
    for kind in ("location", "possessing_party", "owning_party"):
        if kind in by_kind:
            return _gln(by_kind[kind])
    return ""


def _no_document(problem: str) -> Refusal:
    return Refusal(
        "epcis.document",
        Text(
            "This is no EPCIS document in JSON: {problem}.", "该内容不是EPCIS JSON文档：{problem}。"
        ),
        values={"problem": problem},
        law=f"{EPCIS}, 10",
        cure=Text(
            "Send an EPCISDocument of version 2.0 in JSON-LD.",
            "请提交2.0版JSON-LD格式的EPCISDocument。",
        ),
    )


def _wrong(
    code: str, sentence: Text, cure: Text, *, law: str = f"{EPCIS}, 10", **values: object
) -> Refusal:
    return Refusal(code, sentence, values=values, law=law, cure=cure)
