"""The public register for machines: who may trade, and whether a certificate holds; no key."""

from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.registry.models import Operator, Role
from tidewaiter.registry.queries.register import Entry, Sought, entry_of, holds, sought
from tidewaiter.registry.states import Standing
from tidewaiter.surfaces.api.bodies import JSON, body_of
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.refusals import HttpRefusal, unknown
from tidewaiter.surfaces.api.register_description import (
    BODY,
    ENTRY,
    PAGE,
    SAID,
    CertificateAsked,
    CertificateSaid,
    RegisterChange,
    RegisterEntry,
    RegisterFirm,
    RegisterLicence,
    RegisterLimits,
    RegisterPage,
)
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.registered import claims_of

router = Router(tags=["Register"], auth=None)
PER_PAGE = 100
_encode = msgspec.json.Encoder().encode
_asked = msgspec.json.Decoder(CertificateAsked)


@router.get(
    "register",
    summary="Who may trade",
    operation_id="register_search",
    openapi_extra={"responses": answers(200, "Firms, a hundred a page.", PAGE, keyed=False)},
)
@open_to_all
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="Part of a name, or a number.")] = "",
    role: Annotated[str, Query(max_length=12)] = "",
    standing: Annotated[str, Query(max_length=10)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HttpResponse:
    """Search the public register by name or number, role and standing."""
    if role and role not in set(Role):
        raise unknown(Text("role", "角色"), role)
    if standing and standing not in set(Standing):
        raise unknown(Text("standing", "登记状态"), standing)
    found = sought(Sought(q, role, standing))
    first = (page - 1) * PER_PAGE
    rows = [RegisterFirm(**_short(one)) for one in found[first : first + PER_PAGE]]
    return _json(RegisterPage(found.count(), page, rows))


@router.get(
    "register/{code}",
    summary="One firm of the register",
    operation_id="register_entry",
    openapi_extra={
        "responses": answers(200, "The entry in full.", ENTRY, also=(404,), keyed=False)
    },
)
@open_to_all
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Give the entry of a firm: standing with reasons, limits, licences, certificate."""
    found = entry_of(code)
    if found is None:
        raise unknown(Text("firm", "企业"), code[:40])
    return _json(_whole(found))


@router.post(
    "register/certificates/verify",
    summary="Verify a certificate of registration",
    operation_id="certificate_verify",
    openapi_extra={
        "requestBody": BODY,
        "responses": answers(200, "What is found.", SAID, also=(400, 413), keyed=False),
    },
)
@open_to_all
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a certificate is genuine and still holds; nothing is kept of it.

    Offline the same is told by the signature: EdDSA under the key at /register/key.json.
    """
    try:
        asked = _asked.decode(body_of(request))
    except msgspec.DecodeError as fault:
        raise HttpRefusal(
            422,
            "api.body",
            Text("The body cannot be read: {why}", "无法读取请求体：{why}"),
            values={"why": str(fault)[:200]},
            cure=Text("Send an object with “code”.", "请发送包含“code”的对象。"),
        ) from fault
    claims = claims_of(asked.code)
    if claims is None:
        return _json(CertificateSaid(False))
    state = holds(claims, on=timezone.localdate())
    return _json(
        CertificateSaid(
            True,
            state.state,
            state.reason or None,
            state.since.isoformat() if state.since else None,
            msgspec.to_builtins(claims),
        )
    )


def _short(one: Operator) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "roles": list(one.roles),
        "standing": one.standing,
        "country": one.country,
        "city": one.city,
        "natural": one.natural,
        "registered_on": one.registered_on.isoformat(),
    }


def _whole(found: Entry) -> RegisterEntry:
    one = found.operator
    return RegisterEntry(
        **_short(one),
        place=found.place,
        verified_on=found.verified.isoformat() if found.verified else None,
        limits=RegisterLimits(
            None if one.most_value is None else f"{one.most_value:.2f}",
            one.most_parcels,
            list(one.chapters),
        ),
        identifiers=[
            {"scheme": each.scheme, "value": each.value} for each in one.identifiers.all()
        ],
        licences=[
            RegisterLicence(
                each.sort,
                each.number,
                each.issuer,
                each.scope,
                list(each.chapters),
                each.valid_from.isoformat(),
                each.valid_until.isoformat() if each.valid_until else None,
            )
            for each in one.licences.all()
        ],
        changes=[
            RegisterChange(each.standing, each.since.isoformat(), each.reason, each.docket)
            for each in found.changes
        ],
        certificate=found.attestation.signed if found.attestation else None,
    )


def _json(said: object) -> HttpResponse:
    return HttpResponse(_encode(said), content_type=JSON)
