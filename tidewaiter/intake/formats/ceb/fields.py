"""How a field of a message states its type, length, obligation, privacy and meaning.

A field is declared once, as ``Annotated[type, text(…)]`` (or ``number``, ``whole``, ``stamp``) in a
message model; msgspec enforces the length on the quick way, and everything else (the patient check
with all faults, the split by privacy, the generated reference) reads it with ``fields_of``.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec import Meta


class Privacy(StrEnum):
    """How private the content of a field is."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"


class Wire(StrEnum):
    """How a field is written on the wire."""

    TEXT = "text"
    AMOUNT = "amount"
    WHOLE = "whole"
    MOMENT = "moment"
    DAY = "day"


class Model(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,
):
    """A typed part of a message; fields carry the official names of the interface specification."""


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """What is known about one field of a message part."""

    name: str
    wire: Wire
    ceb_type: str
    obligation: str
    privacy: Privacy
    minimum: int
    maximum: int
    en: str
    zh: str

    @property
    def mandatory(self) -> bool:
        return self.obligation == "M"


def _extra(wire: Wire, ceb_type: str, en: str, zh: str, privacy: Privacy) -> dict[str, Any]:
    return {
        "doc": {"en": en, "zh": zh},
        "privacy": privacy,
        "ceb_type": ceb_type,
        "wire": wire,
    }


def text(
    maximum: int,
    en: str,
    zh: str,
    *,
    exact: bool = False,
    minimum: int = 1,
    privacy: Privacy = Privacy.INTERNAL,
) -> Meta:
    """State a text of at most ``maximum`` characters, or of exactly so many."""
    ceb_type = f"C{maximum}" if exact else f"C..{maximum}"
    return Meta(
        min_length=maximum if exact else minimum,
        max_length=maximum,
        extra=_extra(Wire.TEXT, ceb_type, en, zh, privacy),
    )


def unbounded(en: str, zh: str, *, privacy: Privacy = Privacy.INTERNAL) -> Meta:
    """State a text without a limit of its own (the size limit of the message holds)."""
    return Meta(extra=_extra(Wire.TEXT, "C", en, zh, privacy))


def number(en: str, zh: str) -> Meta:
    """State a decimal of 19 digits, 5 of them after the point."""
    return Meta(extra=_extra(Wire.AMOUNT, "N19,5", en, zh, Privacy.INTERNAL))


def whole(en: str, zh: str, *, digits: int = 9) -> Meta:
    """State a whole number of at most so many digits."""
    limit = 10**digits
    return Meta(
        gt=-limit, lt=limit, extra=_extra(Wire.WHOLE, f"N{digits}", en, zh, Privacy.INTERNAL)
    )


def stamp(length: int, en: str, zh: str) -> Meta:
    """State a moment: 8 digits for a day, 14 to the second, 17 to the millisecond."""
    wire = Wire.DAY if length == 8 else Wire.MOMENT
    extra = _extra(wire, f"C{length}", en, zh, Privacy.INTERNAL)
    return Meta(min_length=length, max_length=length, extra=extra)


def _meta(annotation: Any) -> Meta:
    """Return the statement inside ``Annotated[…]`` or ``Annotated[…] | None``."""
    if get_origin(annotation) in (Union, UnionType):
        return next(_meta(part) for part in get_args(annotation) if part is not NoneType)
    if get_origin(annotation) is Annotated:
        return next(item for item in annotation.__metadata__ if isinstance(item, Meta))
    raise TypeError(f"a field of a message must be annotated, not {annotation!r}")


@cache
def fields_of(model: type[msgspec.Struct]) -> tuple[FieldDoc, ...]:
    """Return the fields of a message part in the order of the wire."""
    found = []
    for field in msgspec.structs.fields(model):
        meta = _meta(field.type)
        extra = meta.extra or {}
        found.append(
            FieldDoc(
                name=field.encode_name,
                wire=extra["wire"],
                ceb_type=extra["ceb_type"],
                obligation="M" if field.required else "O",
                privacy=extra["privacy"],
                minimum=meta.min_length or 0,
                maximum=meta.max_length or 0,
                en=extra["doc"]["en"],
                zh=extra["doc"]["zh"],
            )
        )
    return tuple(found)


def plain(value: Decimal) -> str:
    """Write a number without an exponent: ``1E+3`` becomes ``1000``."""
    written = str(value)
    return format(value, "f") if "E" in written else written
