"""From the texts of a document to its typed form, quickly; or to all of its faults, patiently.

The quick way knows only the common case: every field known, numbers plain, dates real. Whatever it
does not like goes the patient way, which either finds that all is well (blanks around a number,
say) or names everything that is wrong.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from tidewaiter.intake.formats.ceb.faults import CONTROL, Fault, Wrong, fault, masked, shown
from tidewaiter.intake.formats.ceb.fields import FieldDoc, Model, Privacy, Wire, fields_of
from tidewaiter.intake.formats.ceb.kinds import Form
from tidewaiter.intake.formats.ceb.messages import Limits, ParsedDocument
from tidewaiter.intake.formats.ceb.moments import day, moment

Texts = dict[str, Any]

_AMOUNTS = re.compile(r"(?:-?+[0-9]{1,14}+(?:\.[0-9]{1,5}+)?+ )*+")
_AMOUNT = re.compile(r"([+-]?)0*([0-9]*)(?:\.([0-9]*))?")
_LONGEST_NUMBER = 60
_LARGEST_NUMBER = 10**_LONGEST_NUMBER
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_SMALL: Mapping[str, int] = {str(number): number for number in range(10_000)}
_PATTERNS: Mapping[int, str] = {8: "YYYYMMDD", 14: "YYYYMMDDhhmmss", 17: "YYYYMMDDhhmmssSSS"}

GUID_LENGTH = 36

Unusual = (AttributeError, KeyError, TypeError, ValueError, msgspec.ValidationError)
"""What the quick way raises when a document is not of the common case."""


class Digits(str):
    """A number as it stood in JSON, digit by digit."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the fields of a part that need more than a length check."""

    amounts: tuple[str, ...]
    wholes: tuple[str, ...]
    moments: tuple[str, ...]
    days: tuple[str, ...]
    numbers: tuple[str, ...]


@cache
def columns_of(model: type[Model]) -> Columns:
    """Return the fields of a part by how they are written."""
    fields = fields_of(model)

    def named(wire: Wire, *obligations: str) -> tuple[str, ...]:
        return tuple(f.name for f in fields if f.wire is wire and f.obligation in obligations)

    return Columns(
        amounts=named(Wire.AMOUNT, "M", "O"),
        wholes=named(Wire.WHOLE, "M", "O"),
        moments=named(Wire.MOMENT, "M", "O"),
        days=named(Wire.DAY, "M", "O"),
        numbers=named(Wire.AMOUNT, "M", "O") + named(Wire.WHOLE, "M", "O"),
    )


def _prepare(columns: Columns, texts: Texts, amounts: list[str]) -> None:
    # An amount that is missing is found with everything else that is missing.
    amounts.extend(filter(None, map(texts.get, columns.amounts)))
    for name in columns.wholes:
        texts[name] = _SMALL[texts[name]]
    for name in columns.moments:
        written = texts.get(name)
        if written is not None:
            moment(written)
    for name in columns.days:
        written = texts.get(name)
        if written is not None:
            day(written)


def fits(text: str) -> bool:
    """Whether XML and the database can hold a text."""
    return CONTROL.search(text) is None


def guid_of(head: Mapping[str, Any]) -> str | None:
    """Return the number of a document as far as it can be read."""
    guid = head.get("guid")
    readable = isinstance(guid, str) and 0 < len(guid) <= GUID_LENGTH and fits(guid)
    # a number in JSON is a kind of text here, which cannot be written again
    return str(guid) if readable else None


def key_of(form: Form, head: Mapping[str, Any]) -> str | None:
    """Return the business key of a document as far as it can be read."""
    parts = [part for name in form.key if isinstance(part := head.get(name), str)]
    if len(parts) != len(form.key) or not fits("/".join(parts)):
        return None
    written = [part.strip() for part in parts]
    return "/".join(written) if all(written) else None


def beyond(form: Form, position: int, limits: Limits) -> Fault | None:
    """Refuse a document that stands beyond the number that a message may hold."""
    limit = 1 if form.one_document else limits.documents
    if form.many_documents or position < limit:
        return None
    return fault(
        Wrong.DOCUMENTS,
        form.document_tag,
        code=form.codes.too_many,
        official=form.codes.too_many or form.codes.check,
        found=position + 1,
        limit=limit,
    )


def accept(
    form: Form, position: int, head: Texts, lines: list[Texts], limits: Limits
) -> ParsedDocument:
    """Type a document of the common case; raises one of ``Unusual`` for any other."""
    amounts: list[str] = []
    _prepare(columns_of(form.head), head, amounts)
    whole: Texts = head if form.flat else {"head": head}
    if form.line is not None:
        columns = columns_of(form.line)
        for line in lines:
            _prepare(columns, line, amounts)
        if not lines or len({line["gnum"] for line in lines}) != len(lines):
            raise ValueError("no lines, or two of the same number")
        if len(lines) > limits.lines and not form.many_lines:
            raise ValueError("too many lines")
        whole["lines"] = lines
    amounts.append("")
    if _AMOUNTS.fullmatch(" ".join(amounts)) is None:
        raise ValueError("not plain numbers")
    document = msgspec.convert(whole, form.document)
    return ParsedDocument(position, document, [], head["guid"], key_of(form, head))


def examine(
    form: Form,
    position: int,
    head: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    limits: Limits,
    found: Sequence[Fault] = (),
) -> ParsedDocument:
    """Type a document the patient way, or collect all of its faults after those ``found``."""
    faults = list(found)
    check = form.codes.check
    values = examine_part(form.head, head, form.head_path, faults, official=check)
    whole: Texts = dict(values) if form.flat else {"head": values}
    if form.line is not None:
        whole["lines"] = _examine_lines(form, lines, limits, faults)
    document = None
    if not faults:
        document = msgspec.convert(whole, form.document)
    return ParsedDocument(position, document, faults, guid_of(head), key_of(form, head))


def _examine_lines(
    form: Form, lines: Sequence[Mapping[str, Any]], limits: Limits, faults: list[Fault]
) -> list[Texts]:
    assert form.line is not None
    tag = form.line_tag or "lines"
    codes = form.codes
    if not lines:
        faults.append(
            fault(Wrong.NO_LINES, tag, code=codes.no_lines, official=codes.no_lines or codes.check)
        )
    if len(lines) > limits.lines and not form.many_lines:
        faults.append(
            fault(
                Wrong.LINES,
                tag,
                str(len(lines)),
                official=codes.check,
                found=len(lines),
                limit=limits.lines,
            )
        )
        return []
    values = []
    seen: set[Any] = set()
    for number, line in enumerate(lines, start=1):
        path = f"{tag}[{number}]"
        typed = examine_part(form.line, line, path, faults, official=codes.check)
        gnum = typed.get("gnum")
        if gnum is not None and gnum in seen:
            faults.append(
                fault(
                    Wrong.SAME_GNUM,
                    f"{path}.gnum",
                    str(gnum),
                    code=codes.same_gnum,
                    official=codes.same_gnum or codes.check,
                    found=gnum,
                )
            )
        seen.add(gnum)
        values.append(typed)
    return values


def examine_part(
    model: type[Model],
    texts: Mapping[str, Any],
    path: str,
    faults: list[Fault],
    *,
    official: str | None = None,
) -> Texts:
    """Type the fields of one part; whatever is wrong is added to ``faults``."""
    values: Texts = {}
    fields = fields_of(model)
    for field in fields:
        value = texts.get(field.name)
        if value is None or value == "":
            if not field.mandatory:
                continue
            if field.wire is Wire.TEXT and field.minimum == 0:
                values[field.name] = ""
                continue
            faults.append(_missing(field, path, official))
            continue
        typed = _typed(field, value)
        if isinstance(typed, Wrong):
            faults.append(_wrong(typed, field, value, path, official))
        else:
            values[field.name] = typed
    known = {field.name for field in fields}
    for name in texts:
        if name not in known:
            stranger = str(name)[:60]
            where = f"{path}.{stranger}"
            faults.append(fault(Wrong.UNKNOWN, where, official=official, name=stranger))
    return values


def _typed(field: FieldDoc, value: Any) -> Any:
    """Return the typed value of a field, or what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return Wrong.TYPE
    if isinstance(value, int | Digits) and field.wire not in (Wire.AMOUNT, Wire.WHOLE):
        return Wrong.TYPE
    if isinstance(value, int) and abs(value) >= _LARGEST_NUMBER:
        return Wrong.NUMBER if field.wire is Wire.AMOUNT else Wrong.WHOLE
    written = str(value)
    if field.wire is Wire.AMOUNT:
        return _amount(written)
    if field.wire is Wire.WHOLE:
        stripped = written.strip(" \t\r\n")
        return int(stripped) if _WHOLE.fullmatch(stripped) else Wrong.WHOLE
    if CONTROL.search(written):
        return Wrong.CHARACTER
    if field.wire is not Wire.TEXT:
        try:
            if len(written) != field.maximum:
                return Wrong.DATE
            day(written) if field.wire is Wire.DAY else moment(written)
        except ValueError:
            return Wrong.DATE
    elif len(written) < field.minimum or (field.maximum and len(written) > field.maximum):
        return Wrong.LENGTH
    return written


def _amount(written: str) -> Decimal | Wrong:
    """Read a number as XML Schema does, within 14 digits before and 5 after the point."""
    stripped = written.strip(" \t\r\n")
    if len(stripped) > _LONGEST_NUMBER:
        return Wrong.NUMBER
    match = _AMOUNT.fullmatch(stripped)
    if match is None:
        return Wrong.NUMBER
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if not any(letter.isdigit() for letter in stripped):
        return Wrong.NUMBER
    if len(fraction) > 5:
        fraction = fraction[:5] + fraction[5:].rstrip("0")
    if len(whole) > 14 or len(fraction) > 5:
        return Wrong.NUMBER
    point = f".{fraction}" if fraction else ""
    return Decimal(f"{'-' if sign == '-' else ''}{whole or '0'}{point}")


def _missing(field: FieldDoc, path: str, official: str | None) -> Fault:
    return fault(
        Wrong.MISSING,
        f"{path}.{field.name}",
        official=official,
        name=field.name,
        meaning_en=field.en.rstrip("."),
        meaning_zh=field.zh.rstrip("。"),
        type=field.ceb_type,
    )


def _wrong(wrong: Wrong, field: FieldDoc, value: Any, path: str, official: str | None) -> Fault:
    written = shown(value)
    value = masked(written) if field.privacy is Privacy.PERSONAL else written
    return fault(
        wrong,
        f"{path}.{field.name}",
        value,
        official=official,
        name=field.name,
        type=field.ceb_type,
        found=len(written),
        length=field.maximum,
        pattern=_PATTERNS.get(field.maximum, ""),
    )
