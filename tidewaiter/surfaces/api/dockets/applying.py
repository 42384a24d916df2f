"""Apply by machine: the same drafts, questions, papers and refusals as in the portal."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field

from tidewaiter.base.docket.applications import Application, Page, to_keep
from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.drafts import (
    begin_draft,
    drop_draft,
    remove_draft_paper,
    save_page,
)
from tidewaiter.base.docket.models import Draft
from tidewaiter.base.docket.queries.drafts import answers_of, lacking_in
from tidewaiter.base.docket.rules.papers.kinds import small_enough
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.queries import organisation_coded
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.apply import hand_in
from tidewaiter.flows.apply import send as send_draft
from tidewaiter.flows.dockets import REGISTERED, Applied
from tidewaiter.surfaces.api.bodies import private_json
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.dockets import description as said
from tidewaiter.surfaces.api.dockets import telling
from tidewaiter.surfaces.api.dockets.description import ref
from tidewaiter.surfaces.api.dockets.router import router
from tidewaiter.surfaces.api.dockets.writing import field_refused, typed
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import language_of, unknown
from tidewaiter.surfaces.kit.steps.forms import PageForm

ONE = "applications/{number}"


class Begun(Schema):
    """What is applied for."""

    kind: Annotated[str, Field(max_length=40)]


class Answered(Schema):
    """The answers of a page by the names of its fields; a list of such where it takes several."""

    answers: dict[str, Any] | list[dict[str, Any]]


@router.get(
    "applications",
    summary="What you can apply for",
    operation_id="list_applications",
    openapi_extra={
        "responses": answers(
            200, "Each kind, with the draft that you have begun.",
            {"type": "array", "items": ref("ApplicationKind")},
        )
    },
)  # fmt: skip
@keyed(Permission.DOCKET_OWN)
def kinds(request: HttpRequest) -> HttpResponse:
    """List what your organisation can apply for."""
    there = Draft.objects.visible_to(request.actor).filter(lapses_at__gt=timezone.now())
    begun = dict(there.values_list("kind", "pk"))
    return private_json(
        [
            said.ApplicationKind(
                name,
                telling.words(one.applied.application.title),
                telling.words(one.applied.application.lead),
                begun.get(name),
            )
            for name, one in REGISTERED.items()
            if one.applied is not None
        ]
    )


@router.post(
    "applications",
    summary="Begin an application",
    operation_id="begin_application",
    openapi_extra={
        "responses": answers(201, "The draft.", ref("ApplicationDraft"), also=(404,))
    },
)  # fmt: skip
@keyed(Permission.DOCKET_ANSWER)
def begin(request: HttpRequest, given: Begun) -> HttpResponse:
    """Begin an application, or go on with the one of this kind that is under way."""
    actor, applied = request.actor, _applied(given.kind)
    made = begin_draft(
        given.kind,
        applied.application,
        organisation=organisation_coded(actor.organisation_code or ""),
        pack=settings.TIDEWAITER_PACK,
        by=actor,
        at=timezone.now(),
    )
    return private_json(_told(request, made, applied.application), status=201)


@router.get(
    ONE,
    summary="An application under way",
    operation_id="see_application",
    openapi_extra={
        "responses": answers(200, "The draft.", ref("ApplicationDraft"), also=(404,))
    },
)  # fmt: skip
@keyed(Permission.DOCKET_OWN)
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Give the questions with your answers, the papers that follow, and what is missing."""
    found, applied = _fetch(request, number)
    return private_json(_told(request, found, applied.application))


@router.put(
    f"{ONE}/pages/{{page}}",
    summary="Answer a page",
    operation_id="answer_application_page",
    openapi_extra={
        "responses": answers(200, "The draft after it.", ref("ApplicationDraft"), also=(404,))
    },
)
@keyed(Permission.DOCKET_ANSWER)
def answer(request: HttpRequest, number: int, page: str, body: Answered) -> HttpResponse:
    """Keep the answers of a page, however few; they replace those that were kept before."""
    found, applied = _fetch(request, number)
    application = applied.application
    asked = {one.name: one for one in application.pages_for(answers_of(found, application))}
    if page not in asked:
        raise unknown(Text("page", "页面"), page[:40])
    here = asked[page]
    rows = body.answers if isinstance(body.answers, list) else [body.answers]
    if (here.most > 1) != isinstance(body.answers, list):
        raise field_refused("answers", "list" if here.most == 1 else "object")
    given = [_row(here, row) for row in rows]
    kept = save_page(
        found, application, here, given if here.most > 1 else given[0],
        by=request.actor, at=timezone.now(),
    )  # fmt: skip
    return private_json(_told(request, kept, application))


@router.post(
    f"{ONE}/papers",
    summary="Hand a paper in with it",
    operation_id="add_application_paper",
    openapi_extra={
        "responses": answers(
            201, "The draft after it.", ref("ApplicationDraft"), also=(404, 409, 413)
        )
    },
)
@keyed(Permission.DOCKET_ANSWER)
def add_paper(
    request: HttpRequest,
    number: int,
    file: File[UploadedFile],
    asked: Annotated[str, Form(max_length=60)],
) -> HttpResponse:
    """Lay a file of up to 25 MB beside the draft for one of the papers that are asked for."""
    found, applied = _fetch(request, number)
    small_enough(file.size or 0, file.name or "")
    hand_in(
        found, applied, asked, file.name or "", file.read(), by=request.actor, at=timezone.now()
    )
    return private_json(_told(request, found, applied.application), status=201)


@router.delete(
    f"{ONE}/papers/{{file}}",
    summary="Take a paper out again",
    operation_id="remove_application_paper",
    openapi_extra={
        "responses": answers(200, "The draft after it.", ref("ApplicationDraft"), also=(404,))
    },
)
@keyed(Permission.DOCKET_ANSWER)
def remove_paper(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Take a file out; its bytes are forgotten."""
    found, applied = _fetch(request, number)
    paper = found.papers.select_related("draft").filter(pk=_fits(file)).first()
    if paper is None:
        raise unknown(Text("file", "文件"), file)
    remove_draft_paper(paper, applied.application, by=request.actor, at=timezone.now())
    return private_json(_told(request, found, applied.application))


@router.post(
    f"{ONE}/send",
    summary="Send it",
    operation_id="send_application",
    openapi_extra={"responses": answers(201, "The proceeding that it opened.",
                                        ref("DocketFile"), also=(404, 409))},
)  # fmt: skip
@keyed(Permission.DOCKET_ANSWER)
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send an application in which nothing is missing: all of it, or nothing."""
    at, (found, applied) = timezone.now(), _fetch(request, number)
    docket = send_draft(found, applied, by=request.actor, at=at)
    told = telling.whole(docket, by=request.actor, at=at, language=language_of(request))
    return private_json(told, status=201)


@router.delete(
    ONE,
    summary="Forget it",
    operation_id="drop_application",
    openapi_extra={"responses": answers(204, "It is forgotten.", None, also=(404,))},
)
@keyed(Permission.DOCKET_ANSWER)
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Forget an application that was not sent, with its answers and papers."""
    found, _applied_for = _fetch(request, number)
    drop_draft(found, by=request.actor, at=timezone.now())
    return HttpResponse(status=204)


def _applied(kind: str) -> Applied:
    registered = REGISTERED.get(kind)
    if registered is None or registered.applied is None:
        raise unknown(Text("application", "申请"), kind)
    return registered.applied


def _fetch(request: HttpRequest, number: int) -> tuple[Draft, Applied]:
    seen = Draft.objects.visible_to(request.actor).select_related("organisation")
    found = seen.filter(pk=_fits(number)).first()
    if found is None or found.lapsed(at=timezone.now()):
        raise unknown(Text("application", "申请"), number)
    return found, _applied(found.kind)


def _fits(number: int) -> int:
    return number if 0 < number < 2**63 else 0


def _row(page: Page, told: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of one entry, held against the form of the page."""
    names = {field.name for field in page.fields}
    for name in told:
        if name not in names:
            raise field_refused(name, ", ".join(sorted(names)))
    form = PageForm(page, {name: typed(page.fields, name, told[name]) for name in told}, {})
    for name, problems in form.errors.items():
        raise field_refused(name, " ".join(str(one) for one in problems))
    return form.given


def _told(request: HttpRequest, found: Draft, application: Application) -> said.ApplicationDraft:
    at, language = timezone.now(), language_of(request)
    told = answers_of(found, application)
    files: dict[str, list[said.ApplicationFile]] = {}
    for paper in found.papers.all():
        files.setdefault(paper.asked, []).append(said.ApplicationFile(paper.pk, paper.name))
    return said.ApplicationDraft(
        found.pk,
        found.kind,
        telling.words(application.title),
        day_of(found.last_moment).isoformat(),
        [_page(one, told) for one in application.pages_for(told)],
        [
            said.ApplicationPaper(
                one.code, telling.words(one.title), telling.words(one.hint), one.law, one.required,
                files.get(one.code, []),
            )
            for one in application.papers(application.relevant(told), day_of(at))
        ],
        [
            said.ApplicationLack(
                lack.page, lack.what, lack.refusal.code, lack.refusal.sentence(language),
                str(lack.refusal.render(language)["cure"]),
            )
            for lack in lacking_in(found, application, at=at)
        ],
    )  # fmt: skip


def _page(page: Page, told: Mapping[str, Any]) -> said.ApplicationPage:
    rows = told.get(page.name, []) if page.most > 1 else [told]
    kept = [to_keep(page.fields, row) for row in rows]
    return said.ApplicationPage(
        page.name,
        telling.words(page.title),
        page.most,
        [telling.asked_field(field) for field in page.fields],
        kept if page.most > 1 else kept[0],
    )
