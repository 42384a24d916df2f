"""The bytes of a message turned into a tree of elements, safely."""

import re
import threading
from typing import Any

from lxml import etree

from tidewaiter.intake.formats.ceb.faults import Fault, Wrong, fault
from tidewaiter.intake.formats.ceb.messages import DEFAULT_LIMITS, Limits

_DECLARED = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'>]{0,40})"""
)
_UTF8 = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_INSTRUCTIONS: Any = etree.XPath("boolean(//processing-instruction())")
_AFTER_DECLARATION = 5

_parsers = threading.local()


def parser() -> etree.XMLParser:
    """Return this thread's parser: no entities, no network, no huge trees."""
    made: etree.XMLParser | None = getattr(_parsers, "parser", None)
    if made is None:
        made = etree.XMLParser(
            encoding="UTF-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            recover=False,
            collect_ids=False,
            remove_comments=True,
        )
        _parsers.parser = made
    return made


def _unacceptable(raw: bytes, limits: Limits) -> Fault | None:
    """Say why bytes are not even looked at."""
    if not raw.strip():
        return fault(Wrong.EMPTY)
    if len(raw) > limits.size:
        return fault(Wrong.SIZE, value=str(len(raw)), found=len(raw), limit=limits.size)
    declared = _DECLARED.match(raw)
    if declared is not None and declared[1].lower() not in _UTF8:
        name = declared[1].decode("ascii", "replace")
        return fault(Wrong.ENCODING, value=name, found=name)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1} is {raw[error.start]:#04x}"
        return fault(Wrong.ENCODING, value=where, found=where)
    # The bytes are UTF-8, so a declaration cannot hide behind another encoding.
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        return fault(Wrong.DTD)
    return None


def tree(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Any:
    """Return the root element of a message, or the fault that keeps it from being read."""
    refused = _unacceptable(raw, limits)
    if refused is not None:
        return refused
    try:
        root = etree.fromstring(raw, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        found = str(getattr(error, "msg", error))[:200]
        if "Excessive depth" in found:
            return fault(Wrong.DEPTH, limit=limits.depth)
        return fault(Wrong.MALFORMED, value=found, found=found)
    # An instruction inside a value would cut it where it is read, but not where it is signed.
    if raw.find(b"<?", _AFTER_DECLARATION) != -1 and _INSTRUCTIONS(root):
        return fault(Wrong.INSTRUCTION)
    return root
