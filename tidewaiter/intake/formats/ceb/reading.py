"""The elements of a message sorted, and each document read straight or patiently."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lxml import etree

from tidewaiter.intake.formats.ceb import checking
from tidewaiter.intake.formats.ceb.faults import Fault, Wrong, fault
from tidewaiter.intake.formats.ceb.fields import fields_of
from tidewaiter.intake.formats.ceb.kinds import FORMS, KIND_OF_ROOT, NAMESPACE, Form
from tidewaiter.intake.formats.ceb.messages import (
    BaseSubscribe,
    BaseTransfer,
    Limits,
    Parsed,
    ParsedDocument,
)

_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_TRANSFER = f"{{{NAMESPACE}}}BaseTransfer"
_SUBSCRIBE = f"{{{NAMESPACE}}}BaseSubscribe"
_EXTEND = f"{{{NAMESPACE}}}ExtendMessage"
_PREFIX = len(NAMESPACE) + 2
_LONGEST_NAME = 60


def read(root: Any, parsed: Parsed, limits: Limits) -> None:
    """Read the message under a root element into ``parsed``."""
    name = root.tag[_PREFIX:] if root.tag.startswith(f"{{{NAMESPACE}}}") else ""
    kind = KIND_OF_ROOT.get(name)
    if kind is None:
        shown = etree.QName(root).localname[:_LONGEST_NAME]
        parsed.faults.append(fault(Wrong.ROOT, shown, root.tag, found=shown))
        return
    form = FORMS[kind]
    elements = read_frame(root, form, parsed, limits)
    if any(wrong.code == Wrong.DEPTH for wrong in parsed.faults):
        return
    if not elements:
        parsed.faults.append(fault(Wrong.NO_DOCUMENT, form.document_tag, official=form.codes.empty))
    for position, element in enumerate(elements):
        parsed.documents.append(read_document(form, position, element, limits))


def read_frame(root: Any, form: Form, parsed: Parsed, limits: Limits) -> list[Any]:
    """Read everything of a message but its documents, and return the elements of these."""
    parsed.kind = form.kind
    parsed.version = (root.get("version") or "1.0")[:10]
    guid = root.get("guid")
    if guid is not None and len(guid) == checking.GUID_LENGTH:
        parsed.guid = guid
    else:
        parsed.faults.append(fault(Wrong.MESSAGE_GUID, f"{form.kind.root}@guid", guid))
    return _sort(root, form, parsed, limits)


def _sort(root: Any, form: Form, parsed: Parsed, limits: Limits) -> list[Any]:
    """Sort the children of the root into documents, transfer, subscribers, signature."""
    wanted = f"{{{NAMESPACE}}}{form.document_tag}"
    documents: list[Any] = []
    subscribers: list[Any] = []
    transfers = 0
    for child in root:
        tag = child.tag
        if tag == wanted:
            documents.append(child)
            continue
        if not isinstance(tag, str):
            continue
        if tag == _TRANSFER:
            transfers += 1
            parsed.transfer = parsed.transfer or _part(BaseTransfer, child, parsed, "BaseTransfer")
        elif tag == _SUBSCRIBE:
            subscribers.append(child)
        elif tag == _SIGNATURE:
            parsed.signed = True
        elif tag != _EXTEND:
            name = _local(tag)
            parsed.faults.append(fault(Wrong.UNKNOWN, name, official="0002", name=name))
        if _deeper(child, limits.depth - 1):
            parsed.faults.append(fault(Wrong.DEPTH, _local(tag), limit=limits.depth))
    if form.receipt is not None and transfers == 0:
        parsed.faults.append(fault(Wrong.TRANSFER, "BaseTransfer"))
    if transfers > 1:
        parsed.faults.append(
            fault(Wrong.REPEATED, "BaseTransfer", official="0002", name="BaseTransfer")
        )
    if len(subscribers) > limits.subscribers:
        parsed.faults.append(
            fault(
                Wrong.SUBSCRIBERS,
                "BaseSubscribe",
                found=len(subscribers),
                limit=limits.subscribers,
            )
        )
    for number, child in enumerate(subscribers[: limits.subscribers], start=1):
        subscriber = _part(BaseSubscribe, child, parsed, f"BaseSubscribe[{number}]")
        if subscriber is not None:
            parsed.subscribers.append(subscriber)
    return documents


def _part(model: Any, element: Any, parsed: Parsed, path: str) -> Any:
    faults: list[Fault] = []
    texts = _texts(element, path, faults, "0002")
    values = checking.examine_part(model, texts, path, faults, official="0002")
    parsed.faults.extend(faults)
    return None if faults else model(**values)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2][:_LONGEST_NAME]


def _deeper(element: Any, levels: int) -> bool:
    """Whether elements are nested below this one in more than so many levels, itself included."""
    layer = [element]
    for _ in range(levels):
        layer = [child for parent in layer for child in parent]
        if not layer:
            return False
    return True


def _beyond(form: Form, position: int, element: Any, refused: Fault) -> ParsedDocument:
    """Refuse a document for its place alone."""
    head_element = element
    if form.head_tag is not None:
        head_element = element.find(f"{{{NAMESPACE}}}{form.head_tag}")
    head = {} if head_element is None else _texts(head_element, "", [], None)
    return ParsedDocument(
        position, None, [refused], checking.guid_of(head), checking.key_of(form, head)
    )


def _texts(element: Any, path: str, faults: list[Fault], official: str | None) -> dict[str, Any]:
    """Return the texts of the children of an element; oddities of structure become faults."""
    texts: dict[str, Any] = {}
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        name = tag[_PREFIX:] if tag.startswith(f"{{{NAMESPACE}}}") else tag
        shown = f"{path}.{_local(tag)}"
        if any(isinstance(inner.tag, str) for inner in child):
            faults.append(fault(Wrong.NESTED, shown, official=official, name=_local(tag)))
        elif name in texts:
            faults.append(fault(Wrong.REPEATED, shown, official=official, name=_local(tag)))
        else:
            texts[name] = "".join(child.itertext(with_tail=False))
    return texts


def read_document(form: Form, position: int, element: Any, limits: Limits) -> ParsedDocument:
    """Read a document from its element, with all of its faults."""
    refused = checking.beyond(form, position, limits)
    if refused is not None:
        return _beyond(form, position, element, refused)
    try:
        head, lines = _reader(form).texts(element)
        return checking.accept(form, position, head, lines, limits)
    except checking.Unusual:
        return _patient(form, position, element, limits)


def _patient(form: Form, position: int, element: Any, limits: Limits) -> ParsedDocument:
    """Read a document that is not of the common case, with all of its faults."""
    check = form.codes.check or "0002"
    faults: list[Fault] = []
    if _deeper(element, limits.depth - 1):
        faults.append(fault(Wrong.DEPTH, form.document_tag, official=check, limit=limits.depth))
        return ParsedDocument(position, None, faults, None, None)
    if form.head_tag is None:
        head = _texts(element, form.head_path, faults, check)
        return checking.examine(form, position, head, [], limits, faults)
    heads: list[Any] = []
    lines: list[Any] = []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag[_PREFIX:] if child.tag.startswith(f"{{{NAMESPACE}}}") else None
        if name == form.head_tag:
            heads.append(child)
        elif form.line_tag is not None and name == form.line_tag:
            lines.append(child)
        else:
            shown = _local(child.tag)
            path = f"{form.document_tag}.{shown}"
            faults.append(fault(Wrong.UNKNOWN, path, official=check, name=shown))
    if len(heads) > 1:
        faults.append(fault(Wrong.REPEATED, form.head_tag, official=check, name=form.head_tag))
    head = _texts(heads[0], form.head_tag, faults, check) if heads else {}
    texts: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        texts.append(_texts(line, f"{form.line_tag}[{number}]", faults, check))
    return checking.examine(form, position, head, texts, limits, faults)


class _Reader:
    """The straight way for one form, with its names prepared: fields in any order, none odd."""

    def __init__(self, form: Form) -> None:
        self._head_names = _names(form.head)
        self._line_names = {} if form.line is None else _names(form.line)
        self._head_tag = form.head_tag and f"{{{NAMESPACE}}}{form.head_tag}"
        self._line_tag = form.line_tag and f"{{{NAMESPACE}}}{form.line_tag}"
        below = "*/*/*" if form.head_tag is not None else "*/*"
        self._nested: Any = etree.XPath(f"boolean({below})")

    def texts(self, element: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the texts of head and lines; raises KeyError or ValueError if anything is odd."""
        if self._nested(element):
            raise ValueError("a field with elements inside")
        names = self._head_names
        if self._head_tag is None:
            head = {names[child.tag]: child.text for child in element}
            if len(head) != len(element):
                raise ValueError("a field twice")
            return head, []
        parts: Iterator[Any] = iter(element)
        first = next(parts, None)
        if first is None or first.tag != self._head_tag:
            raise ValueError("no head")
        head = {names[child.tag]: child.text for child in first}
        if len(head) != len(first):
            raise ValueError("a field twice")
        lines = []
        names = self._line_names
        for part in parts:
            if part.tag != self._line_tag:
                raise ValueError("neither head nor line")
            line = {names[child.tag]: child.text for child in part}
            if len(line) != len(part):
                raise ValueError("a field twice")
            lines.append(line)
        return head, lines


def _names(model: Any) -> Mapping[Any, str]:
    return {f"{{{NAMESPACE}}}{field.name}": field.name for field in fields_of(model)}


@cache
def _reader(form: Form) -> _Reader:
    return _Reader(form)
