"""Bodies: those of requests, as far as they may be large and of a known type; those of answers."""

import msgspec
from django.http import HttpRequest, HttpResponse

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.surfaces.api.refusals import HttpRefusal

LARGEST = 8 * 1024 * 1024
"""No message is larger; more is not even read."""

XML = "application/xml"
JSON = "application/json"
_TYPES = {"application/xml": XML, "text/xml": XML, "application/json": JSON}


def private_json(told: object, *, status: int = 200) -> HttpResponse:
    """An answer that concerns one organisation: nothing on its way may keep it."""
    return HttpResponse(
        msgspec.json.encode(told), content_type=JSON, status=status,
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


def media_type_of(request: HttpRequest) -> str:
    """The type of the body: XML or JSON, not packed."""
    given = request.content_type or ""
    packed = request.headers.get("Content-Encoding", "identity").lower()
    found = _TYPES.get(given.lower())
    if found is None or packed not in {"identity", ""}:
        raise HttpRefusal(
            415,
            "api.media-type",
            Text("A body of type “{given}” cannot be read.", "无法读取类型为“{given}”的内容。"),
            values={"given": given if found is None else f"{given}; {packed}"},
            cure=Text(
                "Send application/xml, text/xml or application/json, not packed.",
                "请发送application/xml、text/xml或application/json，不要压缩。",
            ),
        )
    return found


def body_of(request: HttpRequest) -> bytes:
    """The body, if it is not too large; nothing is read of one that says it is."""
    announced = request.META.get("CONTENT_LENGTH")
    if announced:
        length = int(announced) if announced.isdigit() else 0
        if length > LARGEST:
            raise _too_large(length)
        body = request.body
        if len(body) < length:
            raise HttpRefusal(
                400,
                "api.cut-off",
                Text(
                    "The request ended before its announced length.", "请求在所声明的长度之前结束。"
                ),
                cure=Text("Send it again.", "请重新发送。"),
            )
        return body
    if not request.META.get("wsgi.input_terminated"):
        return request.body
    # sent in chunks, without a length: the framework would take it for empty
    body = request.META["wsgi.input"].read(LARGEST + 1)
    if len(body) > LARGEST:
        raise _too_large(len(body))
    return body


def _too_large(length: int) -> HttpRefusal:
    return HttpRefusal(
        413,
        "api.too-large",
        Text(
            "The message has {length} bytes or more; {largest} is the most.",
            "报文达到{length}字节或更大，最大允许{largest}字节。",
        ),
        values={"length": length, "largest": LARGEST},
        cure=Text("Send fewer documents in one message.", "请减少每份报文中的单证数量。"),
    )
