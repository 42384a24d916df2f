"""A document split into what is personal and what is not, and put together again.

Personal fields stand only in heads, so a flat mapping by field name holds them all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import GenericAlias
from typing import Any

import msgspec

from tidewaiter.intake.formats.ceb.fields import Model, Privacy, fields_of, plain
from tidewaiter.intake.formats.ceb.kinds import FORM_OF_DOCUMENT, FORMS, Kind

_encode = msgspec.json.Encoder().encode
# A number with an exponent, or a text that ends like one.
_EXPONENT = re.compile(rb'E[+-][0-9]+"')


@dataclass(frozen=True, slots=True)
class _Split:
    """The names of the fields of a part, by privacy, with what fetches their values at once."""

    all_names: tuple[str, ...]
    all_values: Callable[[Any], tuple[Any, ...]]
    open_names: tuple[str, ...]
    open_values: Callable[[Any], tuple[Any, ...]]
    personal_names: tuple[str, ...]


@cache
def _split(model: type[Model]) -> _Split:
    fields = fields_of(model)
    names = tuple(field.name for field in fields)
    open_names = tuple(field.name for field in fields if field.privacy is not Privacy.PERSONAL)
    personal = tuple(field.name for field in fields if field.privacy is Privacy.PERSONAL)
    return _Split(names, attrgetter(*names), open_names, attrgetter(*open_names), personal)


def personal_names(model: type[Model]) -> tuple[str, ...]:
    """Return the names of the personal fields of a head."""
    return _split(model).personal_names


def _head(document: Any) -> Any:
    return document if FORM_OF_DOCUMENT[type(document)].flat else document.head


def personal(document: Model) -> dict[str, str]:
    """Return the personal fields of a document that are filled in, by name."""
    head = _head(document)
    found = {}
    model: type[Model] = type(head)
    for name in _split(model).personal_names:
        value = getattr(head, name)
        if value is not None:
            found[name] = value
    return found


def public(document: Model) -> dict[str, Any]:
    """Return everything of a document that is not personal; numbers stay decimals."""
    form = FORM_OF_DOCUMENT[type(document)]
    if form.flat:
        return _present(document)
    whole: Any = document
    content: dict[str, Any] = {"head": _present(whole.head)}
    if form.line is not None:
        content["lines"] = [_present(line) for line in whole.lines]
    return content


def _present(part: Model) -> dict[str, Any]:
    split = _split(type(part))
    values = split.open_values(part)
    return {
        name: value
        for name, value in zip(split.open_names, values, strict=True)
        if value is not None
    }


def _plainly(part: Model, *, personal: bool) -> dict[str, Any]:
    split = _split(type(part))
    names = split.all_names if personal else split.open_names
    values = split.all_values(part) if personal else split.open_values(part)
    return {
        name: plain(value) if type(value) is Decimal else value
        for name, value in zip(names, values, strict=True)
        if value is not None
    }


def content_of(document: Model, *, personal: bool) -> dict[str, Any]:
    """Return a document as JSON has it: numbers as plain strings, empty fields left out."""
    form = FORM_OF_DOCUMENT[type(document)]
    if form.flat:
        return _plainly(document, personal=personal)
    whole: Any = document
    content: dict[str, Any] = {"head": _plainly(whole.head, personal=personal)}
    if form.line is not None:
        content["lines"] = [_plainly(line, personal=personal) for line in whole.lines]
    return content


@cache
def _open_part(model: type[Model]) -> Any:
    """Return a model with the open fields of another: what is copied to it can be written as is."""
    fields = [(name, Any, None) for name in _split(model).open_names]
    return msgspec.defstruct(model.__name__, fields, omit_defaults=True, gc=False)


@cache
def _open_document(model: type[Model]) -> Any:
    form = FORM_OF_DOCUMENT[model]
    if form.flat:
        return _open_part(form.head)
    parts: list[tuple[str, Any]] = [("head", _open_part(form.head))]
    if form.line is not None:
        parts.append(("lines", GenericAlias(list, (form.line,))))  # nothing personal is in lines
    return msgspec.defstruct(model.__name__, parts, gc=False)


def encode_public(document: Model) -> bytes:
    """Write everything of a document that is not personal as JSON."""
    open_document = _open_document(type(document))
    written = _encode(msgspec.convert(document, open_document, from_attributes=True))
    if _EXPONENT.search(written):
        return _encode(content_of(document, personal=False))
    return written


def restore(kind: Kind, content: bytes, personal: Mapping[str, str] | None = None) -> Any:
    """Put a document together from what ``encode_public`` wrote and its personal fields.

    Personal fields that are no longer there (shredded) come back as empty texts.
    """
    form = FORMS[kind]
    read = msgspec.json.decode(content)
    head: dict[str, Any] = read if form.flat else read["head"]
    known = personal or {}
    lost: dict[str, str] = {}
    for field in fields_of(form.head):
        if field.privacy is Privacy.PERSONAL:
            if field.name in known:
                head[field.name] = known[field.name]
            elif field.mandatory:
                # A stand-in that passes the length check, replaced below.
                head[field.name] = "*" * max(field.minimum, 1)
                lost[field.name] = ""
    document: Any = msgspec.convert(read, form.document)
    if not lost:
        return document
    if form.flat:
        return msgspec.structs.replace(document, **lost)
    return msgspec.structs.replace(document, head=msgspec.structs.replace(document.head, **lost))
