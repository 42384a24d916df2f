"""How the law is changed, for machines: consultations, comments, and a check without effect."""

from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.make_law import judge_files
from tidewaiter.law.sources import packs
from tidewaiter.lawmaking.commands.comments import comment
from tidewaiter.lawmaking.models import Comment, Proposal
from tidewaiter.surfaces.api.bodies import JSON
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import unknown
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.lawmaking import CHECKS, COMMENTS, PATH
from tidewaiter.surfaces.kit.throttle import address_of, attempts

router = Router(tags=["Law"])

SHOWN = 50
"""So many consultations are listed, those that end last first."""


class Remark(Schema):
    """What somebody says about a proposal, with a name or without."""

    said: Annotated[str, Field(min_length=10, max_length=5000)]
    signed: Annotated[str, Field(max_length=100)] = ""


class Draft(Schema):
    """Files of a pack as they are to be, by their names inside it."""

    files: Annotated[
        dict[Annotated[str, Field(pattern=PATH, max_length=120)],
             Annotated[str, Field(max_length=400_000)]],
        Field(min_length=1, max_length=20),
    ]  # fmt: skip


@router.get(
    "law/consultations",
    summary="Consultations on changes of the law",
    operation_id="law_consultations",
    auth=None,
    openapi_extra={
        "responses": answers(
            200,
            "What is proposed, until when one may comment, and what was said.",
            {"$ref": "#/components/schemas/LawConsultations"},
            keyed=False,
        )
    },
)
@open_to_all
def consultations(request: HttpRequest) -> HttpResponse:
    """Give the proposals on which the public is or was asked, with the published comments."""
    asked = Proposal.objects.told().filter(consulted_on__isnull=False)
    found = asked.order_by("-comments_until", "-id")[:SHOWN]
    answer = {"consultations": [_told(one) for one in found]}
    return HttpResponse(msgspec.json.encode(answer), content_type=JSON)


@router.post(
    "law/consultations/{reference}/comments",
    summary="Comment on a proposed change",
    operation_id="law_comment",
    auth=None,
    openapi_extra={
        "responses": answers(
            202,
            "The comment waits for an officer to read it; then it is published.",
            {"$ref": "#/components/schemas/LawCommentTaken"},
            also=(404, 409, 429),
            keyed=False,
        )
    },
)
@open_to_all
def remark(request: HttpRequest, reference: str, given: Remark) -> HttpResponse:
    """Say something about a proposal while the consultation is open."""
    asked = Proposal.objects.told().filter(consulted_on__isnull=False)
    found = next((one for one in asked if one.reference == reference), None)
    if found is None:
        raise unknown(Text("consultation", "征求意见"), reference[:40])
    by, at = system_actor("public"), timezone.now()
    with attempts(COMMENTS, address_of(request), by=by, at=at) as tried:
        tried.note()
        on = timezone.localdate(at)
        comment(found, given.said, signed=given.signed, on=on, by=by, at=at)
    answer = {"reference": found.reference, "standing": "waiting"}
    return HttpResponse(msgspec.json.encode(answer), content_type=JSON, status=202)


@router.post(
    "law/{pack}/check",
    summary="What checker and test tables say of changed files",
    operation_id="law_check",
    openapi_extra={
        "responses": answers(
            200,
            "Findings with their lines, the test tables, and what would change when.",
            {"$ref": "#/components/schemas/LawVerdict"},
            also=(404, 422, 429),
        )
    },
)
@keyed(Permission.PRECHECK)
def check(request: HttpRequest, pack: str, draft: Draft) -> HttpResponse:
    """Judge files as the desk does when they are saved; nothing is kept or changed."""
    if pack not in packs():
        raise unknown(Text("law pack", "法规包"), pack[:40])
    at = timezone.now()
    with attempts(CHECKS, request.actor.id, by=request.actor, at=at) as tried:
        tried.note()
    verdict = judge_files(pack, draft.files, at=at)
    answer: dict[str, Any] = {
        "pack": pack,
        "sound": not (verdict.errors or verdict.breaches or verdict.failed),
        "applies_from": verdict.enters_on,
        **{name: verdict.as_json()[name] for name in ("findings", "cases", "changes")},
    }
    return HttpResponse(msgspec.json.encode(answer), content_type=JSON)


def _told(proposal: Proposal) -> dict[str, Any]:
    said = Comment.objects.visible_to(system_actor("public")).filter(proposal=proposal)
    changes = proposal.verdict.get("changes", [])
    return {
        "reference": proposal.reference,
        "pack": proposal.pack,
        "stage": proposal.stage,
        "title": {"en": proposal.title_en, "zh": proposal.title_zh},
        "grounds": {"en": proposal.grounds_en, "zh": proposal.grounds_zh},
        "comments_until": proposal.comments_until,
        "open": proposal.open_for_comments(on=timezone.localdate()),
        "applies_from": min((change["on"] for change in changes), default=None),
        "changes": changes,
        "comments": [{"signed": one.signed, "said": one.said} for one in said],
    }
