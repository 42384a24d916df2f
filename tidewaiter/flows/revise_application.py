"""A firm puts named items right: statements, papers, and sends them when all are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.access_review import hand_paper
from tidewaiter.flows.dockets import make_move
from tidewaiter.registry.commands.applying import dossier_of, save_application
from tidewaiter.registry.models import Application
from tidewaiter.registry.rules.dossier import Banked, Given
from tidewaiter.registry.rules.restating import parts, restated
from tidewaiter.registry.states import Access

SENDS = {Access.REVISION: "revise", Access.REVERIFY: "prove-again"}
"""The move by which what was put right is sent."""


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper for an item."""

    key: str
    name: str
    content: bytes
    valid_until: date | None = None


def put_right(
    application: Application,
    statements: Mapping[str, str],
    papers: Sequence[NewPaper],
    *,
    by: Actor,
    at: datetime,
) -> Docket:
    """Keep what was put right, all or nothing, and send it when nothing named is left."""
    with transaction.atomic():
        if statements:
            given = _given(application, statements)
            save_application(application, given, anew=statements, by=by, at=at)
        for one in papers:
            hand_paper(
                application, one.key, one.name, one.content, valid_until=one.valid_until,
                by=by, at=at,
            )  # fmt: skip
        docket = Docket.objects.get(pk=application.docket_id)
        left = application.items.filter(standing__in=["revise", "missing"]).exists()
        verb = SENDS.get(Access(docket.state))
        return docket if left or verb is None else make_move(docket, verb, {}, by=by, at=at)


def _given(application: Application, statements: Mapping[str, str]) -> Given:
    said, code, account = dossier_of(application), application.code, None
    for key, text in statements.items():
        if key == "code":
            code = text.strip()
        elif key == "account":
            holder, number, bank = (*parts(text), "", "", "")[:3]
            account = Banked(number, holder, bank)
        else:
            said = restated(said, key, text)
    return Given(
        roles=tuple(application.roles),
        facts=dict(application.facts),
        goods=tuple(application.goods),
        code=code,
        dossier=said,
        account=account,
    )
