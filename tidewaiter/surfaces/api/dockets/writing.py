"""Act in dockets by machine: hand a paper in, write a letter, make a move."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field as Limits

from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.kinds import Entry, Field, Step
from tidewaiter.base.docket.models import Docket, Evidence, Letter, Party
from tidewaiter.base.docket.rules.letters import LONGEST, addressed
from tidewaiter.base.docket.rules.moves import said_enough
from tidewaiter.base.docket.rules.papers.kinds import small_enough
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.flows.dockets import kind_of, make_move
from tidewaiter.flows.receive_paper import receive_paper
from tidewaiter.surfaces.api.bodies import private_json
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.dockets import telling
from tidewaiter.surfaces.api.dockets.description import ref
from tidewaiter.surfaces.api.dockets.reading import fetch
from tidewaiter.surfaces.api.dockets.router import router
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import language_of, unknown
from tidewaiter.surfaces.kit.dockets.forms import StepForm
from tidewaiter.surfaces.kit.dockets.party import own_parties

Number = Annotated[int, Limits(ge=1, le=2**63 - 1)]


class NewLetter(Schema):
    """A letter to the office; `role` only where your organisation takes part in several."""

    subject: Annotated[str, Limits(max_length=200)]
    body: Annotated[str, Limits(max_length=LONGEST)]
    role: Annotated[str, Limits(max_length=40)] = ""
    answers: Number | None = None
    enclosed: Annotated[list[Number], Limits(max_length=100)] = []


class Given(Schema):
    """What the fields of a move ask for, by their names; days as text, such as 2026-06-01."""

    given: dict[str, Any] = {}


@router.post(
    "dockets/{reference}/papers",
    summary="Hand a paper in",
    operation_id="add_docket_paper",
    openapi_extra={
        "responses": answers(201, "The paper.", ref("DocketPaper"), also=(404, 409, 413))
    },
)
@keyed(Permission.DOCKET_ANSWER)
def add_paper(
    request: HttpRequest,
    reference: str,
    file: File[UploadedFile],
    about: Annotated[str, Form(max_length=300)] = "",
    secrecy: Annotated[str, Form(pattern="^(parties|authority)$")] = Secrecy.PARTIES.value,
) -> HttpResponse:
    """Hand a paper of up to 25 MB in; with `secrecy` authority other parties do not see it."""
    found = fetch(request, reference)
    small_enough(file.size or 0, file.name or "")
    kept = receive_paper(
        found,
        file.name or "",
        file.read(),
        about=about,
        secrecy=Secrecy(secrecy),
        by=request.actor,
        at=timezone.now(),
    )
    return private_json(telling.paper(kept, by=request.actor), status=201)


@router.post(
    "dockets/{reference}/letters",
    summary="Write to the office",
    operation_id="write_docket_letter",
    openapi_extra={"responses": answers(201, "The letter.", ref("DocketLetter"), also=(404,))},
)
@keyed(Permission.DOCKET_ANSWER)
def write(request: HttpRequest, reference: str, given: NewLetter) -> HttpResponse:
    """Write a letter to the office, as an answer where `answers` names one of its letters."""
    actor, found = request.actor, fetch(request, reference)
    written = write_letter(
        found,
        _own_party(found, given.role, by=actor),
        subject=given.subject,
        body=given.body,
        enclosed=_papers(found, given.enclosed, by=actor),
        answers=_answered(found, given.answers, by=actor),
        by=actor,
        at=timezone.now(),
    )
    return private_json(telling.letter(written, by=actor, body=True), status=201)


@router.post(
    "dockets/{reference}/moves/{move}",
    summary="Make a move",
    operation_id="move_docket",
    openapi_extra={
        "responses": answers(200, "The file after it.", ref("DocketFile"), also=(404, 409))
    },
)
@keyed(Permission.DOCKET_ANSWER)
def move(request: HttpRequest, reference: str, move: str, body: Given) -> HttpResponse:
    """Make one of the moves that the file offers you, with what its fields ask for."""
    actor, at = request.actor, timezone.now()
    found = fetch(request, reference)
    step = kind_of(found).steps.get(move)
    if step is None:
        raise unknown(Text("move", "步骤"), move[:40])
    given = taken(step, body.given, papers=list(Evidence.objects.visible_to(actor).filter(
        docket=found)), verb=move)  # fmt: skip
    moved = make_move(found, move, given, by=actor, at=at)
    return private_json(telling.whole(moved, by=actor, at=at, language=language_of(request)))


def taken(
    step: Step, told: Mapping[str, Any], *, papers: list[Evidence], verb: str
) -> dict[str, Any]:
    """What a machine says with a move, held against the same rules and form as on the page."""
    given = {name: typed(step.fields, name, value) for name, value in told.items()}
    said_enough(step, given)
    form = StepForm(step, papers, given, verb=verb)
    for name, problems in form.errors.items():
        raise field_refused(name, " ".join(str(one) for one in problems))
    return form.given


def typed(fields: Iterable[Field], name: str, value: Any) -> Any:
    """A value as the form of its field takes it; refused where it is of another type."""
    entry = next((field.entry for field in fields if field.name == name), None)
    try:
        match entry:
            case Entry.DAY:
                return date.fromisoformat(str(value))
            case Entry.NUMBER:
                return Decimal(str(value))
            case Entry.MANY | Entry.PAPERS if isinstance(value, list):
                return [str(one) for one in value]
            case Entry.YES if isinstance(value, bool):
                return value
            case Entry.LINE | Entry.TEXT | Entry.CHOICE if isinstance(value, str):
                return value
            case None:
                return value  # the rule says that it is not asked for
    except (ValueError, InvalidOperation) as wrong:
        raise field_refused(name, str(value)[:60]) from wrong
    raise field_refused(name, str(value)[:60])


def field_refused(name: str, problem: str) -> Refusal:
    """What is said where a field cannot be used."""
    return Refusal(
        "docket.field",
        Text("{name} cannot be used: {problem}", "{name}不可用：{problem}"),
        values={"name": name[:60], "problem": problem},
        law="Tidewaiter, rules of procedure, 1",
        cure=Text(
            "Send what the field asks for; the file lists the fields of each move.",
            "请按该项要求填写；案卷列有各步骤的填写项。",
        ),
    )


def _own_party(found: Docket, role: str, *, by: Actor) -> Party:
    mine = [one for one in own_parties(found, by=by) if role in {"", one.role}]
    addressed(here=bool(mine), own=True)
    return mine[0]


def _papers(found: Docket, numbers: list[int], *, by: Actor) -> list[Evidence]:
    seen = Evidence.objects.visible_to(by).filter(docket=found, pk__in=numbers)
    there = {one.pk: one for one in seen}
    for number in numbers:
        if number not in there:
            raise unknown(Text("paper", "材料"), number)
    return list(there.values())


def _answered(found: Docket, number: int | None, *, by: Actor) -> Letter | None:
    if number is None:
        return None
    there = Letter.objects.visible_to(by).filter(docket=found, outgoing=True)
    letter = there.filter(pk=number).first()
    if letter is None:
        raise unknown(Text("letter", "函件"), number)
    return letter
