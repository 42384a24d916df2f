"""Receipts out: pulled page by page, or followed as a stream of events."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal

import structlog
from django.db import Error
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.tell_receipts import (
    Row,
    as_json,
    cursor_at,
    newest_receipt,
    page_as_json,
    page_as_xml,
)
from tidewaiter.intake.queries import receipts_after
from tidewaiter.surfaces.api.bodies import JSON, XML
from tidewaiter.surfaces.api.description import PAGE, answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.messages import original_of
from tidewaiter.surfaces.api.places import Places
from tidewaiter.surfaces.api.refusals import HttpRefusal
from tidewaiter.surfaces.api.waking import Waking

router = Router(tags=["Receipts"])
_log = structlog.get_logger()

_LARGEST = 2**63 - 1
_HEARTBEAT = 15.0
_LONGEST_STREAM = 600.0
_BATCH = 500

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)

_places = Places()
_waking = Waking()

After = Annotated[int, Query(ge=0, le=_LARGEST, description="The number of the last receipt seen.")]
Since = Annotated[
    datetime | None,
    Query(description="Instead of after: begin a little before this moment (ISO 8601)."),
]
Language = Annotated[
    Literal["zh", "en"], Query(description="The language of the line in the official style.")
]


@router.get(
    "receipts",
    summary="Your receipts",
    operation_id="pull_receipts",
    openapi_extra={
        "responses": answers(200, "Receipts in the order in which they were given.", PAGE, xml=True)
    },
)
@keyed(Permission.RECEIPT_READ)
def pull_receipts(
    request: HttpRequest,
    after: After = 0,
    since: Since = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
    wait: Annotated[
        float, Query(ge=0, le=30, description="Seconds to wait when there is nothing yet.")
    ] = 0,
    format: Literal["json", "xml"] = "json",
    lang: Language = "zh",
) -> HttpResponse:
    """Give the receipts after the last one that you have seen, in the order of their numbers.

    Keep “next” and send it as “after” the next time: nothing is missed and nothing comes twice.
    """
    if since is not None:
        after = max(after, cursor_at(_aware(since)))
    rows = _rows(request.operator.pk, after, limit, wait)
    if format == "xml":
        body, upto = page_as_xml(
            rows, after=after, original=partial(original_of, request), lang=lang
        )
        answer = HttpResponse(body, content_type=XML)
    else:
        upto = rows[-1][0] if rows else after
        answer = HttpResponse(page_as_json(rows, after=after, lang=lang), content_type=JSON)
    answer["Tidewaiter-Next"] = str(upto)
    answer["Cache-Control"] = "no-store"
    return answer


@router.get(
    "receipts/newest",
    summary="Where the receipts end",
    operation_id="newest_receipt",
    openapi_extra={
        "responses": answers(
            200, "The number to begin after.", {"$ref": "#/components/schemas/End"}
        )
    },
)
@keyed(Permission.RECEIPT_READ)
def see_newest(request: HttpRequest) -> HttpResponse:
    """Say after which number to begin when only receipts from now on matter."""
    return HttpResponse(b'{"next":%d}' % newest_receipt(), content_type=JSON)


@router.get(
    "receipts/stream",
    summary="Your receipts as they come",
    operation_id="stream_receipts",
    openapi_extra={
        "responses": {
            200: {
                "description": "Server-sent events: “receipt” with the receipt as data and its"
                " number as id. After ten minutes the stream ends; connect again.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            **answers(429, "All streams are taken.", {"$ref": "#/components/schemas/Refusal"}),
        }
    },
)
@keyed(Permission.RECEIPT_READ)
def stream_receipts(
    request: HttpRequest, after: After = 0, since: Since = None, lang: Language = "zh"
) -> StreamingHttpResponse:
    """Send receipts as they come; the header Last-Event-ID continues a stream that broke off."""
    last = request.headers.get("Last-Event-ID", "")
    if last.isascii() and last.isdigit() and int(last) <= _LARGEST:
        after = int(last)
    elif since is not None:
        after = max(after, cursor_at(_aware(since)))
    if not _places.take():
        raise HttpRefusal(
            429,
            "api.streams",
            Text("All streams of this server are taken.", "本服务器的数据流已占满。"),
            cure=Text(
                "Try again after the pause, or pull your receipts with “wait”.",
                "请稍后重试，或使用wait参数拉取回执。",
            ),
            retry_after=5,
        )
    return StreamingHttpResponse(
        Stream(request.operator.pk, after, lang),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class Stream:
    """The receipts of one operator as events; the server closes it when the client has gone."""

    def __init__(self, recipient: int, after: int, lang: str) -> None:
        self._recipient = recipient
        self._after = after
        self._lang = lang
        self._open = True
        self._events = self._follow()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._events)
        except Error as error:
            # the client comes back with Last-Event-ID, to a server that has its database
            _log.warning("stream.broken-off", problem=type(error).__name__)
            raise StopIteration from None

    def close(self) -> None:
        """Give the place back, once."""
        self._events.close()
        if self._open:
            self._open = False
            _places.leave()

    def _follow(self) -> Iterator[bytes]:
        yield b"retry: 1000\n\n"
        end = time.monotonic() + _LONGEST_STREAM
        spoken = time.monotonic()
        while (now := time.monotonic()) < end:
            mark = _waking.mark(self._recipient)
            rows = receipts_after(recipient=self._recipient, after=self._after, limit=_BATCH)
            if rows:
                self._after = rows[-1][0]
                spoken = now
                yield b"".join(
                    b"id: %d\nevent: receipt\ndata: %b\n\n" % (row[0], as_json(row, self._lang))
                    for row in rows
                )
            elif now - spoken >= _HEARTBEAT:
                spoken = now
                yield b": still here\n\n"
            if len(rows) < _BATCH:
                _waking.wait(self._recipient, mark, min(end - now, _HEARTBEAT))


def _rows(recipient: int, after: int, limit: int, wait: float) -> list[Row]:
    """What there is; if there is nothing, what comes while a place for waiting is free."""
    mark = _waking.mark(recipient) if wait else 0
    rows = receipts_after(recipient=recipient, after=after, limit=limit)
    if rows or not wait or not _places.take():
        return rows
    try:
        end = time.monotonic() + wait
        while not rows and (left := end - time.monotonic()) > 0:
            _waking.wait(recipient, mark, left)
            mark = _waking.mark(recipient)
            rows = receipts_after(recipient=recipient, after=after, limit=limit)
        return rows
    finally:
        _places.leave()


def _aware(moment: datetime) -> datetime:
    """A moment with its zone; one that no receipt is near is moved to where arithmetic works."""
    if not _FIRST.year <= moment.year <= _LAST.year:
        return _FIRST if moment.year < _FIRST.year else _LAST
    return moment if moment.tzinfo is not None else moment.astimezone()
