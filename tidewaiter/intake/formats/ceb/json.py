"""The same messages as JSON, for clients that prefer it.

``{"kind": "311", "guid": …, "transfer": {…}, "subscribers": […],
"documents": [{"head": {…}, "lines": [{…}]}]}``; receipts are flat. Numbers are written as strings
and read from strings or numbers, digit by digit, never through binary floating point.
"""

import re
from types import NoneType
from typing import Any

import msgspec

from tidewaiter.intake.formats.ceb import checking
from tidewaiter.intake.formats.ceb.faults import Fault, Wrong, clean, fault, shown
from tidewaiter.intake.formats.ceb.fields import Model
from tidewaiter.intake.formats.ceb.kinds import FORMS, Form, Kind
from tidewaiter.intake.formats.ceb.messages import (
    DEFAULT_LIMITS,
    BaseSubscribe,
    BaseTransfer,
    Limits,
    Message,
    Parsed,
    ParsedDocument,
)
from tidewaiter.intake.formats.ceb.privacy import content_of

_DECODER = msgspec.json.Decoder(float_hook=checking.Digits)
_ESCAPED_CONTROL = re.compile(rb"\\u(?:00[01]|[dD][89a-fA-F]|[fF]{3})")
_NUMBERS = (int, checking.Digits)
_PLAIN = frozenset({str, NoneType})
_MEMBERS = frozenset({"kind", "guid", "version", "transfer", "subscribers", "documents"})
_KINDS = frozenset(kind.value for kind in Kind)


def parse_json(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Read a message written as JSON; what is wrong with it is in the answer, never raised."""
    parsed = Parsed(content=raw)
    read = _decode(raw, limits)
    if isinstance(read, Fault):
        parsed.faults.append(read)
        return parsed
    kind = read.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        found = shown(kind)[:60]
        parsed.faults.append(fault(Wrong.ROOT, "kind", found, found=found))
        return parsed
    parsed.kind = Kind(kind)
    form = FORMS[parsed.kind]
    _read_frame(read, form, parsed, limits)
    documents = read.get("documents")
    if not isinstance(documents, list) or not documents:
        parsed.faults.append(fault(Wrong.NO_DOCUMENT, "documents", official=form.codes.empty))
        return parsed
    careful = _ESCAPED_CONTROL.search(raw) is not None
    for position, document in enumerate(documents):
        parsed.documents.append(_document(form, position, document, limits, careful))
    return parsed


def _decode(raw: bytes, limits: Limits) -> Any:
    """Return the outermost object, or the fault that keeps it from being read."""
    if not raw.strip():
        return fault(Wrong.EMPTY)
    if len(raw) > limits.size:
        return fault(Wrong.SIZE, value=str(len(raw)), found=len(raw), limit=limits.size)
    try:
        read = _DECODER.decode(raw)
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1} is {raw[error.start]:#04x}"
        return fault(Wrong.ENCODING, value=where, found=where)
    except RecursionError:
        return fault(Wrong.DEPTH, limit=limits.depth)
    except (msgspec.MsgspecError, ValueError) as error:
        found = str(error)[:200]
        return fault(Wrong.MALFORMED, value=found, found=found)
    if not isinstance(read, dict):
        return fault(Wrong.TYPE, official="0001", name="message", type="object")
    return read


def _read_frame(read: dict[str, Any], form: Form, parsed: Parsed, limits: Limits) -> None:
    """Read everything of a message but its documents."""
    guid = read.get("guid")
    if isinstance(guid, str) and len(guid) == checking.GUID_LENGTH and checking.fits(guid):
        parsed.guid = str(guid)
    else:
        parsed.faults.append(fault(Wrong.MESSAGE_GUID, "guid"))
    version = read.get("version")
    parsed.version = clean(version[:10]) if isinstance(version, str) else "1.0"
    for name in read:
        if name not in _MEMBERS:
            stranger = name[:60]
            parsed.faults.append(fault(Wrong.UNKNOWN, stranger, official="0002", name=stranger))
    transfer = read.get("transfer")
    if transfer is not None:
        parsed.transfer = _part(BaseTransfer, transfer, parsed, "BaseTransfer")
    elif form.receipt is not None:
        parsed.faults.append(fault(Wrong.TRANSFER, "transfer"))
    subscribers = read.get("subscribers") or []
    if not isinstance(subscribers, list):
        subscribers = [subscribers]
    if len(subscribers) > limits.subscribers:
        parsed.faults.append(
            fault(
                Wrong.SUBSCRIBERS,
                "subscribers",
                found=len(subscribers),
                limit=limits.subscribers,
            )
        )
    for number, entry in enumerate(subscribers[: limits.subscribers], start=1):
        subscriber = _part(BaseSubscribe, entry, parsed, f"BaseSubscribe[{number}]")
        if subscriber is not None:
            parsed.subscribers.append(subscriber)


def _part(model: Any, texts: Any, parsed: Parsed, path: str) -> Any:
    if not isinstance(texts, dict):
        parsed.faults.append(fault(Wrong.TYPE, path, official="0002", name=path, type="object"))
        return None
    faults: list[Fault] = []
    values = checking.examine_part(model, texts, path, faults, official="0002")
    parsed.faults.extend(faults)
    return None if faults else model(**values)


def _document(
    form: Form, position: int, document: Any, limits: Limits, careful: bool
) -> ParsedDocument:
    beyond = checking.beyond(form, position, limits)
    if beyond is not None:
        head = _head(form, document)
        guid, key = checking.guid_of(head), checking.key_of(form, head)
        return ParsedDocument(position, None, [beyond], guid, key)
    if not careful:
        try:
            head, lines = _quick(form, document)
            return checking.accept(form, position, head, lines, limits)
        except checking.Unusual:
            pass
    return _patient(form, position, document, limits)


def _head(form: Form, document: Any) -> dict[str, Any]:
    head = document
    if not form.flat and isinstance(document, dict):
        head = document.get("head")
    return head if isinstance(head, dict) else {}


def _quick(form: Form, document: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return copies of head and lines with whole numbers and empty texts as XML would give them."""
    if form.flat:
        return _texts(form.head, document), []
    wanted = 1 if form.line is None else 2
    if len(document) != wanted:
        raise ValueError("a member too many")
    line = form.line
    lines = [] if line is None else [_texts(line, given) for given in document["lines"]]
    return _texts(form.head, document["head"]), lines


def _texts(model: type[Model], part: dict[str, Any]) -> dict[str, Any]:
    texts = {name: None if value == "" else value for name, value in part.items()}
    columns = checking.columns_of(model)
    for name in columns.numbers:
        value = texts.get(name)
        if type(value) in _NUMBERS:
            texts[name] = str(value)
    if not _PLAIN.issuperset(map(type, texts.values())):
        raise ValueError("a number, or something else, where a text is expected")
    return texts


def _patient(form: Form, position: int, document: Any, limits: Limits) -> ParsedDocument:
    check = form.codes.check or "0002"
    faults: list[Fault] = []
    name = form.document_tag
    if not isinstance(document, dict):
        faults.append(fault(Wrong.TYPE, name, official=check, name=name, type="object"))
        return ParsedDocument(position, None, faults, None, None)
    if form.flat:
        return checking.examine(form, position, document, [], limits)
    head = document.get("head")
    if head is not None and not isinstance(head, dict):
        path = form.head_path
        faults.append(fault(Wrong.TYPE, path, official=check, name="head", type="object"))
    lines: list[dict[str, Any]] = []
    known = {"head"}
    if form.line is not None:
        known.add("lines")
        given = document.get("lines")
        for number, line in enumerate(given if isinstance(given, list) else [], start=1):
            if isinstance(line, dict):
                lines.append(line)
            else:
                path = f"{form.line_tag}[{number}]"
                faults.append(fault(Wrong.TYPE, path, official=check, name="line", type="object"))
    for member in document:
        if member not in known:
            stranger = member[:60]
            path = f"{form.document_tag}.{stranger}"
            faults.append(fault(Wrong.UNKNOWN, path, official=check, name=stranger))
    return checking.examine(form, position, _head(form, document), lines, limits, faults)


def write_json(message: Message) -> bytes:
    """Write a message as JSON."""
    written: dict[str, Any] = {
        "kind": message.kind.value,
        "guid": message.guid,
        "version": message.version,
    }
    if message.transfer is not None:
        written["transfer"] = message.transfer
    if message.subscribers:
        written["subscribers"] = list(message.subscribers)
    written["documents"] = [_written(document) for document in message.documents]
    return msgspec.json.encode(written)


def _written(document: Model) -> dict[str, Any]:
    return content_of(document, personal=True)
