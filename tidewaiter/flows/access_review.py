"""A firm applies to trade: its account is compared, its words are checked, its papers kept."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from tidewaiter.adapters.registers import Register, configured
from tidewaiter.base.docket.applications import Answers
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor, system_actor
from tidewaiter.base.privacy.vault import subject_keys
from tidewaiter.flows.check_applicants import check_application
from tidewaiter.flows.dockets import make_move
from tidewaiter.flows.receive_paper import receive_paper
from tidewaiter.registry.commands.applying import (
    attach_paper,
    dossier_of,
    show_by_papers,
)
from tidewaiter.registry.models import Application, Item
from tidewaiter.registry.sealing import owner_index
from tidewaiter.registry.states import Access

CHECKER = system_actor("access")


def hand_paper(
    application: Application,
    key: str,
    name: str,
    content: bytes,
    *,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Item:
    """Take a paper into the file and let it show an item, both or neither."""
    with transaction.atomic():
        paper = receive_paper(application.docket, name, content, about=key, by=by, at=at)
        return attach_paper(application, key, paper, valid_until=valid_until, by=by, at=at)


def send_in(
    application: Application,
    *,
    registers: Mapping[str, Register] | None = None,
    by: Actor,
    at: datetime,
) -> Docket:
    """Send an application in; the automatic checks follow at once."""
    docket = make_move(application.docket, "submit", {}, by=by, at=at)
    application.refresh_from_db()
    return run_checks(application, registers=registers, at=at) or docket


def run_checks(
    application: Application, *, registers: Mapping[str, Register] | None = None, at: datetime
) -> Docket | None:
    """Check what was sent in and pass it to the reviewers; what is unknown goes there, too."""
    said = dossier_of(application)
    # who owns the firm is sealed under keys that must be there before the decision
    subject_keys([ix for one in said.owners if one.person and (ix := owner_index(one))], at=at)
    asked = configured(settings.TIDEWAITER_REGISTERS) if registers is None else registers
    check_application(application, said, asked, by=CHECKER, at=at)
    docket = Docket.objects.get(pk=application.docket_id)
    if docket.state == Access.SUBMITTED:
        return make_move(docket, "take-checks", {}, by=CHECKER, at=at)
    return docket


def check_again(docket: Docket, *, at: datetime) -> None:
    """Check an application anew after something in it was put right."""
    run_checks(Application.objects.select_related("docket").get(docket=docket), at=at)


def check_waiting(*, at: datetime, limit: int = 100) -> int:
    """Check the applications whose checks a fallen process left undone; how many there were."""
    waiting = Application.objects.filter(docket__state=Access.SUBMITTED).select_related("docket")
    found = list(waiting.order_by("pk")[:limit])
    for application in found:
        run_checks(application, at=at)
    return len(found)


def complete(docket: Docket, answers: Answers, *, by: Actor, at: datetime) -> None:
    """Send an application in whose papers lie in the docket; the checks follow when all of it is
    kept, or are made up for by the clock.
    """
    application = show_by_papers(docket, by=by, at=at)
    make_move(docket, "submit", {}, by=by, at=at)
    transaction.on_commit(lambda: run_checks(application, at=at), robust=True)
