"""The law for machines: entries, changes, duties and who is responsible; open to all, no key."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja import Router

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.law.answers.duties import duties_of
from tidewaiter.law.answers.facts import Unclear
from tidewaiter.law.answers.responsibility import Responsible
from tidewaiter.law.answers.trade import model_of
from tidewaiter.law.changes import changes
from tidewaiter.law.loader import Law, Pack, load
from tidewaiter.law.model.duties import MATTERS, Matter
from tidewaiter.law.register import linked
from tidewaiter.law.register.assessment import duty_as_plain
from tidewaiter.law.register.kinds import BY_SLUG, Kind, entries
from tidewaiter.law.register.still import for_duties, for_matter
from tidewaiter.law.register.walk import ordered
from tidewaiter.law.register.words import WHO
from tidewaiter.law.sources import packs
from tidewaiter.surfaces.api.bodies import JSON, body_of
from tidewaiter.surfaces.api.law_description import (
    CHANGES,
    DUTIES,
    DUTIES_BODY,
    ENTRIES,
    ENTRY,
    FROM_TO,
    GRAPH,
    LEADS,
    RESPONSIBLE_BODY,
    Asked,
    AskedMatter,
    said,
)
from tidewaiter.surfaces.api.refusals import HttpRefusal
from tidewaiter.surfaces.kit.access import open_to_all

router = Router(tags=["Law"], auth=None)
LINKED = "application/ld+json"
_SECONDS = 300
_asked = msgspec.json.Decoder(Asked)
_asked_matter = msgspec.json.Decoder(AskedMatter)


@router.get(
    "law/register.jsonld",
    summary="The whole register of a pack as linked data",
    operation_id="law_register",
    openapi_extra={"responses": said("All entries of the day.", GRAPH, media=LINKED)},
)
@open_to_all
def register(request: HttpRequest, pack: str, on: date | None = None) -> HttpResponse:
    """Give all entries of a pack on a day as one JSON-LD graph."""
    law = _law(pack, on)
    site = request.build_absolute_uri("/").rstrip("/")
    return _kept(request, law, lambda: linked.register(law, site), media=LINKED)


@router.get(
    "law/{pack}/changes",
    summary="What is different between two days",
    operation_id="law_changes",
    openapi_extra={
        "parameters": FROM_TO,
        "responses": said("What began, ended and changed.", CHANGES),
    },
)
@open_to_all
def differences(request: HttpRequest, pack: str) -> HttpResponse:
    """Tell what began, ended and changed from one day (`from`) to another (`to`)."""
    found = _pack(pack)
    since, until = (_day(request, name) for name in ("from", "to"))
    if since > until:
        raise HttpRefusal(
            422,
            "law.days-order",
            Text(
                "The first day ({since}) lies after the second ({until}).",
                "起始日（{since}）晚于终止日（{until}）。",
            ),
            values={"since": since, "until": until},
            cure=Text("Write the earlier day first.", "请先填写较早的日期。"),
        )

    def told() -> Mapping[str, Any]:
        listed = [each.as_json() for each in changes(found, since, until)]
        days = {"from": since.isoformat(), "to": until.isoformat()}
        return {"pack": pack, "version": found.version, **days, "changes": listed}

    return _kept(request, found.on(until), told, mark=since.isoformat())


@router.post(
    "law/{pack}/duties",
    summary="What somebody must do",
    operation_id="law_duties",
    openapi_extra={
        "requestBody": DUTIES_BODY,
        "responses": said("The business model and the duties.", DUTIES, body=True),
    },
)
@open_to_all
def duties(request: HttpRequest, pack: str, on: date | None = None) -> HttpResponse:
    """Tell the duties of somebody (`who`) for the facts of a trade; nothing is kept of them."""
    law = _law(pack, on)
    asked: Asked = _read(request, _asked)
    if asked.who not in WHO:
        raise _unusable("who", asked.who, WHO)
    try:
        trade = model_of(law, asked.facts)
        found = duties_of(law, asked.facts, asked.who)
        still = [
            name
            for name in ordered(law, for_duties(law, asked.who)(asked.facts))
            if name not in asked.facts
        ]
    except Unclear as error:
        raise _unclear(error) from error
    return _json(
        {
            **_about(law),
            "who": asked.who,
            "model": trade.trade.model.id if trade.trade else None,
            "models": sorted(trade.models),
            "why": _both(trade.why),
            "open": still,
            "duties": [duty_as_plain(duty) for duty in found],
        }
    )


@router.post(
    "law/{pack}/responsible",
    summary="Who is responsible",
    operation_id="law_responsible",
    openapi_extra={
        "requestBody": RESPONSIBLE_BODY,
        "responses": said("One lead, or a named conflict.", LEADS, body=True),
    },
)
@open_to_all
def responsible(request: HttpRequest, pack: str, on: date | None = None) -> HttpResponse:
    """Name the one institution that leads in a matter for these facts, with the reason."""
    law = _law(pack, on)
    asked: AskedMatter = _read(request, _asked_matter)
    if asked.matter not in {matter.value for matter in Matter}:
        raise _unusable("matter", asked.matter, [matter.value for matter in MATTERS])
    try:
        found = law.responsible(asked.matter, asked.facts)
        still = ordered(law, for_matter(law, asked.matter)(asked.facts))
    except Unclear as error:
        raise _unclear(error) from error
    return _json({**_about(law), **_leads(law, found), "open": still})


@router.get(
    "law/{pack}/{kind}",
    summary="All entries of a kind",
    operation_id="law_entries",
    openapi_extra={"responses": said("The entries of the day.", ENTRIES)},
)
@open_to_all
def listed(request: HttpRequest, pack: str, kind: str, on: date | None = None) -> HttpResponse:
    """Give all entries of a kind (obligations, values, timers, …) on a day."""
    law, of = _law(pack, on), _kind(kind)

    def told() -> Mapping[str, Any]:
        found = [linked.plain(of, entry) for entry in entries(law, of).values()]
        return {**_about(law), "kind": kind, "entries": found}

    return _kept(request, law, told)


@router.get(
    "law/{pack}/{kind}/{id}",
    summary="One entry",
    operation_id="law_entry",
    openapi_extra={"responses": said("The entry as it stands on the day.", ENTRY)},
)
@open_to_all
def one(
    request: HttpRequest, pack: str, kind: str, id: str, on: date | None = None
) -> HttpResponse:
    """Give one entry as it stands on a day."""
    law, of = _law(pack, on), _kind(kind)
    found = entries(law, of).get(id)
    if found is None:
        raise HttpRefusal(
            404,
            "law.unknown",
            Text(
                "On {day} the pack {pack} has no {kind} “{id}”.",
                "{day}的法规包{pack}中没有{kind}“{id}”。",
            ),
            values={"day": law.day, "pack": pack, "kind": kind, "id": id[:80]},
            cure=Text(
                "Ask for /api/v1/law/{pack}/{kind} to see what there is, or for another day.",
                "请通过/api/v1/law/{pack}/{kind}查看现有条目，或查询其他日期。",
            ),
        )
    return _kept(request, law, lambda: {**_about(law), "entry": linked.plain(of, found)})


def _pack(name: str) -> Pack:
    if name not in packs():
        raise HttpRefusal(
            404,
            "law.no-pack",
            Text("There is no law pack “{pack}”.", "没有法规包“{pack}”。"),
            values={"pack": name[:40], "known": ", ".join(packs())},
            cure=Text("Known are: {known}.", "现有：{known}。"),
        )
    return load(name)


def _law(pack: str, on: date | None) -> Law:
    return _pack(pack).on(on or timezone.localdate())


def _kind(slug: str) -> Kind:
    if slug not in BY_SLUG:
        raise HttpRefusal(
            404,
            "law.no-kind",
            Text("The register has no kind “{kind}”.", "登记簿没有“{kind}”这一类别。"),
            values={"kind": slug[:40], "known": ", ".join(BY_SLUG)},
            cure=Text("Known are: {known}.", "现有：{known}。"),
        )
    return BY_SLUG[slug]


def _day(request: HttpRequest, name: str) -> date:
    given = request.GET.get(name, "")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise HttpRefusal(
            422,
            "law.day",
            Text("“{day}” is not a day for {name}.", "{name}的“{day}”不是有效的日期。"),
            values={"day": given[:40], "name": name},
            cure=Text("Write year, month and day: 2026-07-01.", "请按年-月-日填写：2026-07-01。"),
        ) from None


def _read(request: HttpRequest, decoder: msgspec.json.Decoder[Any]) -> Any:
    try:
        return decoder.decode(body_of(request))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise HttpRefusal(
            422,
            "law.body",
            Text("The body cannot be read: {problem}", "无法读取请求内容：{problem}"),
            values={"problem": str(error)[:300]},
            cure=Text(
                "Send JSON as /api/v1/openapi.json describes it.",
                "请按/api/v1/openapi.json的说明发送JSON。",
            ),
        ) from error


def _unclear(error: Unclear) -> HttpRefusal:
    return HttpRefusal(
        422,
        "law.unclear",
        Text("The facts cannot be used: {problem}", "所申报的情形无法使用：{problem}"),
        values={"problem": str(error)},
        cure=Text(
            "Ask for /api/v1/law/…/facts to see the facts and their choices.",
            "请通过/api/v1/law/…/facts查看问题及选项。",
        ),
    )


def _unusable(name: str, given: str, known: Any) -> HttpRefusal:
    return HttpRefusal(
        422,
        "law.unclear",
        Text("“{given}” cannot be used for {name}.", "{name}不能为“{given}”。"),
        values={"given": given[:40], "name": name, "known": ", ".join(known)},
        cure=Text("Known are: {known}.", "可用值：{known}。"),
    )


def _about(law: Law) -> dict[str, str]:
    return {"pack": law.pack, "version": law.version, "on": law.day.isoformat()}


def _both(title: Any) -> dict[str, str]:
    return {"en": title.en, "zh": title.zh}


def _leads(law: Law, found: Responsible) -> dict[str, Any]:
    upwards, above = [], found.lead
    while above is not None and above.parent and above.parent not in upwards:
        upwards.append(above.parent)
        above = law.institutions.get(above.parent)
    return {
        "matter": found.matter.value,
        "lead": found.lead.id if found.lead else None,
        "title": _both(found.lead.title) if found.lead else None,
        "competence": found.competence.id if found.competence else None,
        "supporting": [each.id for each in found.supporting],
        "informed": [each.id for each in found.informed],
        "escalate": upwards,
        "conflict": found.conflict.value if found.conflict else None,
        "claimants": [each.id for each in found.claimants],
        "reason": _both(found.reason),
    }


def _json(told: Mapping[str, Any], media: str = JSON) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), content_type=media)


def _kept(
    request: HttpRequest,
    law: Law,
    told: Callable[[], Mapping[str, Any]],
    *,
    mark: str = "",
    media: str = JSON,
) -> HttpResponse:
    """Answer with the mark of law and day; who has the answer already gets 304 and no work."""
    tag = f'"{law.version[:16]}-{law.day.isoformat()}{"-" if mark else ""}{mark}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={_SECONDS}"}
    known = get_conditional_response(request, etag=tag)
    answer = known if known is not None else _json(told(), media)
    for name, value in headers.items():
        answer[name] = value
    return answer
