"""Changes of the law: what begins and ends, and the notices to a firm about what is to come."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.law.changes import between
from tidewaiter.law.loader import Pack, load
from tidewaiter.law.sources import packs
from tidewaiter.lawmaking.models import Notice
from tidewaiter.lawmaking.queries import notices_after, published
from tidewaiter.registry.commands.operators import declare
from tidewaiter.surfaces.api.bodies import JSON
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.keys import forget_operators, keyed
from tidewaiter.surfaces.api.refusals import HttpRefusal, unknown
from tidewaiter.surfaces.kit.access import open_to_all

router = Router(tags=["Law"])

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=3660)


class ContactWish(Schema):
    """Where a firm wants to be written to, and the business models in which it trades."""

    contact: Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    trades: Annotated[list[str], Field(max_length=50)] = []


@router.get(
    "law/changes",
    summary="Changes of the law",
    operation_id="changes_by_day",
    auth=None,
    openapi_extra={
        "responses": answers(
            200,
            "What begins, ends and changes, in the order of days; scheduled changes too.",
            {"$ref": "#/components/schemas/LawCalendar"},
            also=(404,),
            keyed=False,
        )
    },
)
@open_to_all
def changes(
    request: HttpRequest,
    pack: Annotated[str, Query(description="The law pack; without, the one that applies.")] = "",
    since: Annotated[
        date | None, Query(alias="from", description="The first day; without, 30 days ago.")
    ] = None,
    until: Annotated[
        date | None, Query(alias="to", description="The last day; without, a year from now.")
    ] = None,
) -> HttpResponse:
    """Tell day by day what begins, ends and changes in a law pack, scheduled changes included."""
    name, today = pack or settings.TIDEWAITER_PACK, timezone.localdate()
    if name not in packs():
        raise unknown(Text("law pack", "法规包"), name)
    first, last = since or today - 30 * ONE_DAY, until or today + 365 * ONE_DAY
    if not date(1900, 1, 1) <= first <= last <= min(first + LONGEST, date(9000, 1, 1)):
        raise HttpRefusal(
            422,
            "law.days",
            Text(
                "From {first} to {last} is no period that can be told.",
                "无法列示{first}至{last}的变化。",
            ),
            values={"first": first, "last": last},
            cure=Text(
                "Give the earlier day first, and ten years at most.",
                "请先给出较早的日期，且期间不超过十年。",
            ),
        )
    law = load(name)
    by_proposal = {
        (each["kind"], each["id"], each["on"]): proposal.reference
        for proposal in published(name)
        for each in proposal.verdict.get("changes", ())
    }
    told = [
        {**one, "proposal": by_proposal.get((one["kind"], one["id"], one["on"]))}
        for one in _changes(law, first, last)
    ]
    answer = {"pack": name, "version": law.version, "from": first, "to": last, "changes": told}
    return HttpResponse(msgspec.json.encode(answer), content_type=JSON)


@router.get(
    "law/notices",
    summary="Notices about changes to come",
    operation_id="law_notices",
    openapi_extra={
        "responses": answers(
            200,
            "Notices in the order in which they were given.",
            {"$ref": "#/components/schemas/LawNotices"},
        )
    },
)
@keyed(Permission.RECEIPT_READ)
def notices(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> HttpResponse:
    """Give the notices after the last one that you have seen: 30, 7 and 1 days ahead.

    A notice that is “called_off” says that the change will not come.

    Keep “next” and send it as “after” the next time.
    """
    found = notices_after(by=request.actor, after=after, limit=limit)
    answer = {
        "notices": [_notice(one) for one in found],
        "next": found[-1].pk if found else after,
    }
    return HttpResponse(msgspec.json.encode(answer), content_type=JSON)


@router.put(
    "law/contact",
    summary="Who is told, and of what",
    operation_id="law_contact",
    openapi_extra={
        "responses": answers(200, "What is noted now.", {"$ref": "#/components/schemas/LawContact"})
    },
)
@keyed(Permission.SUBSCRIBER_EDIT)
def contact(request: HttpRequest, wanted: ContactWish) -> HttpResponse:
    """Say where notices are mailed to, and in which business models you trade; empty: all."""
    models = load(settings.TIDEWAITER_PACK).on(timezone.localdate()).models
    for trade in wanted.trades:
        if trade not in models:
            raise unknown(Text("business model", "业务模式"), trade)
    declare(
        request.operator,
        contact=wanted.contact,
        trades=wanted.trades,
        by=request.actor,
        at=timezone.now(),
    )
    forget_operators()
    shown = {"contact": wanted.contact, "trades": sorted(set(wanted.trades))}
    return HttpResponse(msgspec.json.encode(shown), content_type=JSON)


def _changes(law: Pack, first: date, last: date) -> Iterator[dict[str, object]]:
    days = [day for day in law.beginnings_after(first - ONE_DAY) if day <= last]
    for day in days:
        for change in between(law.on(day - ONE_DAY), law.on(day)):
            yield change.as_json()


def _notice(notice: Notice) -> dict[str, object]:
    proposal = notice.proposal
    return {
        "id": notice.pk,
        "at": notice.at,
        "days": notice.days,
        "called_off": notice.called_off,
        "proposal": proposal.reference,
        "pack": proposal.pack,
        "title": {"en": proposal.title_en, "zh": proposal.title_zh},
        "applies_from": proposal.enters_on,
        "changes": proposal.verdict.get("changes", []),
    }
