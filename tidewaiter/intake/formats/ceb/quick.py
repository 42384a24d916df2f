"""A message of the common form, read from its text instead of from a tree of all its elements.

The text is cut into the documents, each matched as a whole by an expression made from its model,
and the frame around them: root, transfer, subscribers, signature. Only the frame is parsed, and
the few documents that are not matched, each in a copy of the root. A message that cannot be cut
like this is left alone, for the patient way.

What is read here is what a parser reads, and what a signature covers. Without ``<!`` and ``<?``
every ``<`` begins a tag. The expression of a document names each of its tags, in order, without
attributes, so no name can mean anything but it does under the root, and its texts hold no ``<``.
That a text holds no ``>``, no control character and no reference but the three of canonical XML is
asked of the message or the document as a whole. So such a document is well-formed, and is its own
canonical form. A document that was not matched counts only if it is one whole element when it
stands alone under the root; and as every document is one whole element, the frame without them
is well-formed exactly if the message is.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lxml import etree

from tidewaiter.intake.formats.ceb import checking, reading
from tidewaiter.intake.formats.ceb.faults import Wrong
from tidewaiter.intake.formats.ceb.fields import Model, fields_of
from tidewaiter.intake.formats.ceb.kinds import FORMS, KIND_OF_ROOT, NAMESPACE, Form
from tidewaiter.intake.formats.ceb.messages import Limits, Parsed, ParsedDocument
from tidewaiter.intake.formats.ceb.trees import parser

_START = re.compile(
    r"""\ufeff?\s*(?:<\?xml\s+version=["']1.0["'](?:\s+encoding=["'](?i:utf-8)["'])?\s*\?>\s*)?"""
    r"""<(ceb:|)(CEB[0-9]{3}Message)(?:\s+[a-zA-Z:]+="[^"<>&]*")*\s*>"""
)
_EMPTY = re.compile(r"<([a-zA-Z0-9:]+)/>")
_GAP = "[ \t\n]*+"
_HARMLESS = bytes({*range(256)} - {*range(32), *b"<>"} | {*b"\t\n\r"})
_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
# A parser has limits of its own for a text; a shorter message cannot reach them.
_LONGEST = 9_000_000


@dataclass(slots=True)
class Framed:
    """A message in parts: the frame parsed, the documents as text, and those parsed one by one.

    ``parsed`` has the place of each such document in the text, and a copy of the root with it.
    """

    frame: Any
    documents: str
    parsed: list[tuple[int, int, Any]] = field(default_factory=list)


class _Strange(Exception):
    """Says that a message is not of the common form."""


class _Part:
    """The expression that matches a head or a line, and the names of its fields."""

    def __init__(self, model: type[Model], prefix: str, opening: str, closing: str) -> None:
        expression = ""
        for known in fields_of(model):
            tag = prefix + known.name
            text = f"<{tag}>([^<]*+)</{tag}>{_GAP}"
            expression += text if known.mandatory else f"(?:{text}|)"
        self.match = re.compile(f"{opening}{expression}{closing}").match
        self._names = tuple([known.name for known in fields_of(model)])

    def texts(self, match: re.Match[str], references: bool) -> dict[str, Any]:
        """Return the texts that were matched by field; those that are empty are None."""
        texts = match.groups()
        if references:
            texts = tuple([text and _resolved(text) for text in texts])
        if "" in texts:
            texts = tuple([text or None for text in texts])
        return dict(zip(self._names, texts, strict=True))


class _Shape:
    """How documents of a form look, with a prefix of names."""

    def __init__(self, form: Form, prefix: str) -> None:
        def tags(name: str | None) -> tuple[str, str]:
            return (f"<{prefix}{name}>{_GAP}", f"</{prefix}{name}>{_GAP}") if name else ("", "")

        opening, closing = tags(form.head_tag)
        self.opening = f"<{prefix}{form.document_tag}>"
        self.closing = f"</{prefix}{form.document_tag}>"
        opening = f"{_GAP}{self.opening}{_GAP}{opening}"
        self.head = _Part(form.head, prefix, opening, closing)
        self.line = _Part(form.line, prefix, *tags(form.line_tag)) if form.line else None

    def document(
        self, text: str, at: int, references: bool
    ) -> tuple[dict[str, Any], list[dict[str, Any]], int]:
        """Return the texts of the document at a place, and where it ends.

        Raises AttributeError or ValueError if it is not of the common form.
        """
        match: Any = self.head.match(text, at)
        end = match.end()
        head = self.head.texts(match, references)
        lines = []
        if self.line is not None:
            while match := self.line.match(text, end):
                lines.append(self.line.texts(match, references))
                end = match.end()
        if not text.startswith(self.closing, end):
            raise ValueError("something else where the document should end")
        return head, lines, end + len(self.closing)


_shape = cache(_Shape)


def read(raw: bytes, parsed: Parsed, limits: Limits) -> bool:
    """Read a message into ``parsed`` if it is of the common form, and say whether it was."""
    if len(raw) > min(limits.size, _LONGEST):
        return False
    signs = raw.translate(None, _HARMLESS)
    if signs != b"<>" * (len(signs) // 2):
        return False
    try:
        _read(raw.decode(), parsed, limits)
    except (_Strange, ValueError, etree.XMLSyntaxError):
        return False
    return True


def _read(text: str, parsed: Parsed, limits: Limits) -> None:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = _START.match(text)
    kind = start and KIND_OF_ROOT.get(start[2])
    if start is None or kind is None or "\ufffe" in text or "\uffff" in text:
        raise _Strange
    form = FORMS[kind]
    shape = _shape(form, start[1])
    begin, end = start.end(), text.rfind(shape.closing) + len(shape.closing)
    if end <= begin or _holds(text, "<!", begin) or _holds(text, "<?", begin):
        raise _Strange
    frame = _element(text[:begin] + text[end:])
    if frame.tag != f"{{{NAMESPACE}}}{kind.root}" or frame.find(_tag(form)) is not None:
        raise _Strange
    framed = Framed(frame, text[begin:end])
    around = (text[:begin], f"</{start[1]}{kind.root}>")
    documents = _documents(shape, form, framed, around, limits)
    reading.read_frame(frame, form, parsed, limits)
    parsed.root = framed
    if not any(wrong.code == Wrong.DEPTH for wrong in parsed.faults):
        parsed.documents = documents


def _holds(text: str, pair: str, begin: int) -> bool:
    # The second character is rare, and a single one is found faster than two.
    return text.find(pair[1], begin) != -1 and text.find(pair, begin) != -1


def _element(text: str) -> Any:
    return etree.fromstring(text.encode(), parser())


def _tag(form: Form) -> str:
    return f"{{{NAMESPACE}}}{form.document_tag}"


def _documents(
    shape: _Shape, form: Form, framed: Framed, around: tuple[str, str], limits: Limits
) -> list[ParsedDocument]:
    text = framed.documents
    if checking.beyond(form, text.count(shape.opening) - 1, limits) is not None:
        raise _Strange
    references = "&" in text
    found: list[ParsedDocument] = []
    at = 0
    while at < len(text):
        try:
            head, lines, end = shape.document(text, at, references)
            found.append(checking.accept(form, len(found), head, lines, limits))
        except checking.Unusual:
            end = text.find(shape.opening, text.find(shape.opening, at) + 1)
            end = len(text) if end <= at else end
            if _EMPTY.search(text, at, end):
                # Written out, for once and all; a document may be among them.
                framed.documents = _EMPTY.sub(r"<\1></\1>", text)
                framed.parsed.clear()
                return _documents(shape, form, framed, around, limits)
            root = _element(text[at:end].join(around))
            if len(root) != 1 or root[0].tag != _tag(form) or _signed(root):
                raise _Strange from None
            framed.parsed.append((at, end, root))
            found.append(reading.read_document(form, len(found), root[0], limits))
        at = end
    return found


def _signed(root: Any) -> bool:
    return next(root.iter(_SIGNATURE), None) is not None


def _resolved(text: str) -> str:
    """Resolve the references of canonical XML; raises ValueError if there are others."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">")
    if text.count("&") != text.count("&amp;"):
        raise ValueError("a reference that is not of canonical XML")
    return text.replace("&amp;", "&")
