"""The one place where the machine API says no: every refusal is the same JSON object."""

from collections.abc import Mapping

import msgspec
import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.intake.commands.store import Raced

JSON = "application/json"
_log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode


class HttpRefusal(Refusal):
    """A refusal that HTTP has a status of its own for."""

    def __init__(
        self,
        status: int,
        code: str,
        template: Text,
        *,
        cure: Text,
        values: Mapping[str, object] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code, template, cure=cure, values=values)
        self.status = status
        self.retry_after = retry_after


def language_of(request: HttpRequest) -> str:
    """The reader's language: "zh" or "en"."""
    return "zh" if getattr(request, "LANGUAGE_CODE", "en").startswith("zh") else "en"


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer that says a refusal in the reader's language."""
    status = refusal.status if isinstance(refusal, HttpRefusal) else refusal.kind.status
    answer = HttpResponse(
        _encode(refusal.render(language_of(request))), status=status, content_type=JSON
    )
    if isinstance(refusal, HttpRefusal) and refusal.retry_after is not None:
        answer["Retry-After"] = str(refusal.retry_after)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def unknown(what: Text, number: object) -> Refusal:
    """Refuse to show what is not there, or not the client's: it is not told which."""
    return HttpRefusal(
        404,
        "api.unknown",
        Text(
            f"There is no {what.en} {{number}} for you.", f"没有您可以查看的{what.zh}{{number}}。"
        ),
        values={"number": number},
        cure=Text(
            "Use a number that this service gave to your organisation.",
            "请使用本系统给予贵单位的编号。",
        ),
    )


def install(api: NinjaAPI) -> None:
    """Turn everything that can go wrong into its refusal."""
    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(ValidationError, _wrong_parameter)
    api.add_exception_handler(HttpError, _wrong_request)
    api.add_exception_handler(OperationalError, _no_database)
    api.add_exception_handler(InterfaceError, _no_database)
    api.add_exception_handler(Raced, _raced)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(UnreadablePostError, _cut_off)
    api.add_exception_handler(Http404, _no_address)
    api.add_exception_handler(Exception, _failure)


def _wrong_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    place = [str(part) for part in first.get("loc", ())]
    return refused(
        request,
        HttpRefusal(
            422,
            "api.parameter",
            Text("{name} cannot be used: {problem}.", "{name}不可用：{problem}。"),
            values={"name": ".".join(place[-2:]), "problem": first.get("msg", "")},
            cure=Text(
                "See /api/v1/openapi.json for what it may be.",
                "允许的取值见/api/v1/openapi.json。",
            ),
        ),
    )


def _wrong_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refused(
        request,
        HttpRefusal(
            error.status_code,
            "api.request",
            Text("The request cannot be read: {problem}", "无法读取请求：{problem}"),
            values={"problem": error.message},
            cure=Text("Send a body of the declared type.", "请发送与所声明类型一致的内容。"),
        ),
    )


def _no_database(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.warning("database.unavailable", problem=type(error).__name__)
    return refused(
        request,
        HttpRefusal(
            503,
            "api.database",
            Text("The database cannot be reached at the moment.", "数据库暂时无法访问。"),
            cure=Text(
                "Send the same request again after the pause: what was kept is not kept twice.",
                "请稍后重新发送同一请求：已保存的内容不会重复保存。",
            ),
            retry_after=2,
        ),
    )


def _raced(request: HttpRequest, error: Exception) -> HttpResponse:
    return refused(
        request,
        HttpRefusal(
            503,
            "api.raced",
            Text(
                "Other messages about the same documents kept arriving at the same moment.",
                "同一单证的其他报文正在同时到达。",
            ),
            cure=Text("Send the same message again.", "请重新发送同一报文。"),
            retry_after=1,
        ),
    )


def _too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    return refused(
        request,
        HttpRefusal(
            413,
            "api.too-large",
            Text("The request is too large.", "请求过大。"),
            cure=Text("Send less at once.", "请分批发送。"),
        ),
    )


def _cut_off(request: HttpRequest, error: Exception) -> HttpResponse:
    return refused(
        request,
        HttpRefusal(
            400,
            "api.cut-off",
            Text("The request ended before its announced length.", "请求在所声明的长度之前结束。"),
            cure=Text("Send it again.", "请重新发送。"),
        ),
    )


def no_such_address(request: HttpRequest) -> HttpResponse:
    """Answer at an address of the API that does not exist."""
    return refused(
        request,
        HttpRefusal(
            404,
            "api.address",
            Text("There is nothing at {path}.", "{path}不存在。"),
            values={"path": request.path[:200]},
            cure=Text(
                "See /api/v1/openapi.json for what there is.", "可用地址见/api/v1/openapi.json。"
            ),
        ),
    )


def _no_address(request: HttpRequest, error: Exception) -> HttpResponse:
    return no_such_address(request)


def _failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """A bug: the log has it, the reader does not."""
    _log.error("request.failed", path=request.path, exc_info=error)
    return refused(
        request,
        HttpRefusal(
            500,
            "api.failure",
            Text("This should not have happened.", "系统内部错误。"),
            cure=Text(
                "Tell the operator of this service when it happened.",
                "请将发生时间告知系统运营方。",
            ),
        ),
    )
