"""Duties for machines: what would be due on consignments, with the arithmetic behind it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.engine.duties.reckon import Item
from tidewaiter.engine.duties.working import Source, Worked
from tidewaiter.flows.reckon_duties import Declared, reckon_duties, sum_up, tax_bill
from tidewaiter.surfaces.api.bodies import JSON, body_of, media_type_of
from tidewaiter.surfaces.api.consignments import Consignment, DutiesRequest, DutyGoods
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import HttpRefusal

router = Router(tags=["Duties"])

MOST = 1000
"""Consignments of one request."""


@router.post(
    "duties",
    summary="Ask what is due on consignments",
    operation_id="duties",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/DutiesAsked"}}
            },
        },
        "responses": answers(
            200,
            "What is due on each consignment, or why it is not said; what could not be read.",
            {"$ref": "#/components/schemas/DutiesSaid"},
            also=(400, 413, 415),
        ),
    },
)
@keyed(Permission.PRECHECK)
def ask_duties(request: HttpRequest) -> HttpResponse:
    """Say what is due on each consignment by the law of a day, with every step of the arithmetic.

    A consignment that cannot be read is told by its number, and the others are answered. Where the
    law or the tariff does not tell an amount, the answer names the reason and what can be done.
    Nothing is kept.
    """
    if media_type_of(request) != JSON:
        raise _unreadable("not JSON")
    try:
        given = msgspec.json.decode(body_of(request), type=DutiesRequest)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise _unreadable(str(problem)) from problem
    if len(given.consignments) > MOST:
        raise HttpRefusal(
            422,
            "duties.too-many",
            Text("A request may have {most} consignments at most.", "一次最多可查询{most}票货件。"),
            values={"most": MOST},
            cure=Text("Send them in several requests.", "请分多次发送。"),
        )
    day = given.day or timezone.localdate()
    asked, faults = _read(given.consignments)
    said = reckon_duties([_declared(one) for one in asked.values()], on=day)
    bills = []
    found = []
    for (number, one), answer in zip(asked.items(), said, strict=True):
        bill = tax_bill(answer)
        if bill is not None:
            bills.append((one.guarantor, bill))
        found.append({"number": number, **_told(answer), "tax_bill": bill})
    body = {"day": day, "answers": found, "faults": faults, "sum_up": sum_up(bills, on=day)}
    return HttpResponse(msgspec.json.encode(body), content_type=JSON)


def _read(given: list[msgspec.Raw]) -> tuple[dict[int, Consignment], list[dict[str, Any]]]:
    """The consignments that can be read, by their numbers, and what is wrong with the others."""
    asked: dict[int, Consignment] = {}
    faults: list[dict[str, Any]] = []
    for number, raw in enumerate(given, 1):
        try:
            one = msgspec.json.decode(raw, type=Consignment)
            _finite(one)
            asked[number] = one
        except (msgspec.MsgspecError, ValueError, ArithmeticError, RecursionError) as problem:
            sentence = str(problem)
            faults.append(
                {
                    "number": number,
                    "code": "duties.unreadable",
                    "message": {
                        "en": f"Consignment {number} cannot be read: {sentence}.",
                        "zh": f"第{number}票货件无法读取：{sentence}。",
                    },
                    "cure": {
                        "en": "See /api/v1/openapi.json for what it may say.",
                        "zh": "允许的内容见/api/v1/openapi.json。",
                    },
                }
            )
    return asked, faults


def _finite(one: Consignment) -> None:
    """Numbers are finite, and have no more digits than the arithmetic keeps."""
    amounts = [one.freight, one.insurance, *one.used.values()]
    rates = [one.rate, one.limit_rate]
    for item in one.items:
        amounts += [item.value, item.qty, item.qty1 or Decimal(0), item.qty2 or Decimal(0)]
        rates.append(item.duty_rate)
    for each, places, most in (*((a, 5, 12) for a in amounts), *((r, 6, 6) for r in rates)):
        if each is None:
            continue
        if not each.is_finite():
            raise ValueError("a number is not finite")
        if each != 0 and (each.adjusted() >= most or each != each.quantize(Decimal(10) ** -places)):
            raise ValueError(f"a number has more than {places} decimals or is too large: {each}")
    if any(rate is not None and rate < 0 for rate in rates):
        raise ValueError("a rate is negative")
    if any(rate == 0 for rate in (one.rate, one.limit_rate)):
        raise ValueError("a rate of exchange is zero")


def _declared(one: Consignment) -> Declared:
    told = {name: getattr(one, name) for name in Consignment.__struct_fields__}
    told.pop("guarantor")
    items = [Item(**{name: getattr(item, name) for name in DutyGoods.__struct_fields__})
             for item in told.pop("items")]  # fmt: skip
    return Declared(items=items, **told)


def _told(answer: Worked) -> Mapping[str, Any]:
    refused = answer.refused
    return {
        "regime": answer.regime,
        "currency": answer.currency,
        "basis": answer.basis,
        "amounts": answer.amounts,
        "refused": {
            "code": refused.code,
            "message": _title(refused.message),
            "cure": _title(refused.cure),
            "law": _source(refused.law),
        }
        if refused
        else None,
        "steps": [
            {
                "id": step.id,
                "en": step.title.en,
                "zh": step.title.zh,
                "formula": step.formula,
                "values": dict(step.values),
                "result": step.result,
                "unit": step.unit,
                "law": _source(step.law),
                "verified": step.verified,
            }
            for step in answer.steps
        ],
        "limits": [_title(limit) for limit in answer.limits],
    }


def _title(title: Any) -> dict[str, str]:
    return {"en": title.en, "zh": title.zh}


def _source(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {
        "text": {"en": source.reference.text("en"), "zh": source.reference.text("zh")},
        "address": source.reference.address,
        "value": source.value,
        "note": source.note,
        "verified": source.verified,
    }


def _unreadable(problem: str) -> HttpRefusal:
    return HttpRefusal(
        422,
        "duties.request",
        Text("The request cannot be read: {problem}.", "无法读取请求：{problem}。"),
        values={"problem": problem},
        cure=Text(
            "Send an object with “day” and “consignments”; see /api/v1/openapi.json.",
            "请发送包含day和consignments的JSON；见/api/v1/openapi.json。",
        ),
    )
