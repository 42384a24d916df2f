"""A receipt as its reader sees it: as JSON with every reason told in full, or as a CEB message.

The outbox keeps the reasons of rules as code and evidence; here they become sentences. Most
receipts have no reason and are put together from what is stored without being taken apart.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.conf import settings

from tidewaiter.engine.book.rules import RULE_CODE, Rule
from tidewaiter.engine.reasons import official, render
from tidewaiter.flows.book_in_force import book_to_tell
from tidewaiter.intake.formats.ceb.failures import carried, schema_failure
from tidewaiter.intake.formats.ceb.fields import fields_of
from tidewaiter.intake.formats.ceb.json import parse_json
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.formats.ceb.messages import Message
from tidewaiter.intake.formats.ceb.moments import stamp_millis
from tidewaiter.intake.formats.ceb.xml import parse, write
from tidewaiter.intake.models import Receipt
from tidewaiter.law.loader import load

Row = tuple[int, datetime, int, int, str, str, str]
"""A receipt as it is read: id, at, message, position, kind, status, content."""

Original = Callable[[int], tuple[bytes, str]]
"""Gives the bytes and the media type of a message as it came, by its journal number."""

LARGEST_PAGE = 16 * 1024 * 1024
"""A page of CEB messages ends early when the originals that it repeats grow larger than this."""

_FAMILY = UUID("5a0f2a52-6d0c-4b8e-9a53-0f3c1b8d7f10")
_LONGEST_INFO = 1000
_PER_MESSAGE = 100

STATUSES = {
    "2": ("TW-2", "已接收，等待审核", "received, to be decided"),
    "100": ("TW-100", "退单", "rejected"),
    "120": ("1800", "逻辑校验通过", "logic check passed"),
    "300": ("TW-300", "转人工审核", "documents are examined by an officer"),
    "399": ("TW-399", "海关审结", "decided by customs"),
    "400": ("TW-400", "等待货物运抵", "waiting for the goods to arrive"),
    "500": ("TW-500", "查验", "selected for inspection"),
    "501": ("TW-501", "扣留，移送通关处理", "held, handed to clearance"),
    "600": ("TW-600", "挂起", "suspended"),
    "700": ("TW-700", "退运", "returned abroad"),
    "800": ("2600", "放行", "released"),
    "899": ("TW-899", "结关", "closed"),
}
"""What a status says by itself (single window edition 202205); TW- marks codes that are our own."""

_encode = msgspec.json.Encoder().encode


class _Content(msgspec.Struct):
    fields: msgspec.Raw
    reasons: msgspec.Raw


_content = msgspec.json.Decoder(_Content).decode
_fields = msgspec.json.Decoder(dict[str, str | None]).decode


def as_json(row: Row, lang: str = "zh") -> bytes:
    """One receipt as a JSON object; ``lang`` is that of the line in the official style."""
    number, at, message, position, kind, status, stored = row
    content = _content(stored)
    fields = bytes(content.fields)[1:-1]
    info, reasons = _told(bytes(content.reasons), status, lang)
    return b'{"id":%d,"at":"%b","message":%d,"position":%d,"kind":"%b","status":"%b"%b%b,%b,%b}' % (
        number,
        at.isoformat().encode(),
        message,
        position,
        kind.encode(),
        status.encode(),
        b"," if fields else b"",
        fields,
        info,
        reasons,
    )


def page_as_json(rows: Sequence[Row], *, after: int, lang: str = "zh") -> bytes:
    """A page of receipts, and the number after which the next one begins."""
    upto = rows[-1][0] if rows else after
    return b'{"receipts":[%b],"next":%d}' % (b",".join([as_json(row, lang) for row in rows]), upto)


def page_as_xml(
    rows: Sequence[Row], *, after: int, original: Original, lang: str = "zh"
) -> tuple[bytes, int]:
    """A page of receipts as CEB messages, one for each kind, and where to go on after it."""
    told: dict[str, list[Any]] = {}
    size = 0
    for row in rows:
        document = _document(row, original, lang)
        if row[4] == Kind.SCHEMA_FAILURE:
            size += len(document.oriBizMessage)
            if size > LARGEST_PAGE and told:
                break
        told.setdefault(row[4], []).append(document)
        after = row[0]
    messages = [
        _message(kind, documents[start : start + step], f"{after}:{start}")
        for kind, documents in told.items()
        for step in [1 if FORMS[Kind(kind)].one_document else _PER_MESSAGE]
        for start in range(0, len(documents), step)
    ]
    body = b"".join(messages)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<Receipts next="%d">%b</Receipts>' % (
        after,
        body,
    ), after


def cursor_at(moment: datetime) -> int:
    """The number of a receipt such that all receipts given from that moment on come after it.

    Numbers grow as receipts are committed, and with them, within minutes, their times; so the place
    is found by halving.
    """
    moment -= timedelta(minutes=5)
    rows = Receipt.objects.order_by("id").values_list("id", "at")
    newest = rows.last()
    low, high = 0, newest[0] if newest else 0
    while low < high:
        middle = (low + high) // 2
        number, at = rows.filter(id__gt=middle).first()
        if at < moment:
            low = number
        else:
            high = middle
    return low


def newest_receipt() -> int:
    """The number of the last receipt that was given to anybody."""
    return Receipt.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _message(kind: str, documents: Sequence[Any], name: str) -> bytes:
    first = documents[0].guid
    guid = str(uuid5(_FAMILY, f"{kind}:{first}:{name}")).upper()
    written = write(Message(kind=Kind(kind), guid=guid, documents=documents))
    return written.partition(b"?>\n")[2]


def _document(row: Row, original: Original, lang: str) -> Any:
    _, at, message, _, kind, status, stored = row
    content = _content(stored)
    fields = _fields(content.fields)
    if kind == Kind.SCHEMA_FAILURE:
        raw, media_type = original(message)
        parsed = (parse_json if media_type == "application/json" else parse)(raw)
        return schema_failure(parsed, raw, guid=fields.get("guid") or "0" * 36, at=at)
    form = FORMS[Kind(kind)]
    values: dict[str, Any] = {}
    for field in fields_of(form.document):
        value = fields.get(field.name)
        # a document that could not be read has no number to repeat: the element stays empty
        values[field.name] = "" if value is None and field.mandatory else value
    info, _ = _told(bytes(content.reasons), status, lang)
    values["returnStatus"] = status
    values["returnTime"] = stamp_millis(at)
    values["returnInfo"] = carried(msgspec.json.decode(b"{%b}" % info)["info"])[:_LONGEST_INFO]
    return form.document(**values)


@lru_cache(maxsize=4096)
def _told(stored: bytes, status: str, lang: str) -> tuple[bytes, bytes]:
    """The line in the official style and the reasons, as two members of a JSON object.

    The documents of a parcel share their reasons, and most have none: what was told once is kept.
    """
    reasons = msgspec.json.decode(stored)
    line = "".join(_line(reason, lang) for reason in reasons)
    if not line or status in _GOOD:
        line = _status_line(status, lang) + line
    return b'"info":%b' % _encode(line), b'"reasons":%b' % _encode([_full(one) for one in reasons])


_GOOD = frozenset(STATUSES) - {"100"}


def _status_line(status: str, lang: str) -> str:
    code, zh, en = STATUSES.get(status, (f"TW-{status}", "处理异常", "processing failed"))
    return f"[Code:{code};Desc:{zh if lang == 'zh' else en}]"


def _line(reason: dict[str, Any], lang: str) -> str:
    if "message" not in reason:
        if not _known(reason["code"]):
            return f"[Code:{reason['code']};Desc:]"
        return official(book_to_tell(), reason["code"], reason["evidence"], lang)
    line = f"[Code:{reason.get('official') or reason['code']};Desc:{reason['message'][lang]}]"
    path = reason.get("path")
    return f"{line}[{path}:{reason.get('value') or ''}]" if path else line


def _full(reason: dict[str, Any]) -> dict[str, Any]:
    """A reason with its sentences, its law and its cure."""
    code = reason["code"]
    if "message" in reason:
        path, value = reason.get("path"), reason.get("value")
        return {
            "code": code,
            "official": reason.get("official"),
            "rule": reason.get("rule"),
            "law": reason.get("law"),
            "message": reason["message"],
            "cure": reason.get("cure"),
            "fields": [path] if path else [],
            "evidence": {path: value} if path else {},
        }
    if not _known(code):
        # a book of another version gave this reason: what was seen is told without a sentence
        return {"code": code, "rule": code, "evidence": reason["evidence"]}
    told = {lang: render(book_to_tell(), code, reason["evidence"], lang) for lang in ("en", "zh")}
    rule = book_to_tell().rule(code)
    return {
        "code": code,
        "official": told["en"].answer,
        "rule": code,
        "law": law_of(rule),
        "message": {lang: sentence.message for lang, sentence in told.items()},
        "cure": {lang: sentence.cure for lang, sentence in told.items()},
        "fields": list(rule.fields.values()),
        "evidence": reason["evidence"],
    }


def law_of(rule: Rule) -> dict[str, str]:
    """The legal text and the article that a rule rests on."""
    law = load(settings.TIDEWAITER_PACK).on(rule.since)
    if not law.has_text(rule.law.reference):
        return dict.fromkeys(("en", "zh"), rule.law.reference)
    reference = law.reference(rule.law.reference, rule.law.article)
    return {lang: reference.text(lang) for lang in ("en", "zh")}


def _known(code: str) -> bool:
    return bool(RULE_CODE.fullmatch(code)) and code in book_to_tell().by_code
