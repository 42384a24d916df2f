"""Firms that apply to trade, with everything that is asked for unless a test says otherwise."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import msgspec

from tests.base.docket.makers import clerk_of
from tests.surfaces.visitors import a_person
from tidewaiter.adapters.registers import DownRegister, Entry
from tidewaiter.base.docket.commands.reasons import FactGiven, Given, write_draft
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor, system_actor
from tidewaiter.base.identity.models import Organisation, OrganisationKind, Person
from tidewaiter.flows.access_review import hand_paper, send_in
from tidewaiter.flows.dockets import make_move
from tidewaiter.flows.run_clocks import run_clocks
from tidewaiter.registry.commands.applying import start_application
from tidewaiter.registry.models import Application
from tidewaiter.registry.rules import dossier as form

MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)
USCC = "91330100799655058B"
OTHER_USCC = "9144030071526726XG"
IBAN = "GB82WEST12345698765432"
CLOCKWORK = system_actor("scheduler")
IMPORT = {
    "direction": "import",
    "buyer": "consumer",
    "seller": "business",
    "stock": "abroad",
    "sale": "shop-page",
    "operator": "marketplace",
}
_numbers = count(1)


class KnownRegister:
    """A register in which each number bears the name that it is given."""

    def __init__(self, **names: str) -> None:
        self.name = "trade-register"
        self._names = names

    def look_up(self, value: str) -> Entry | None:
        found = self._names.get(value)
        return Entry(found, True) if found else None


DOWN = {"uscc": DownRegister()}


def a_firm(code: str = USCC, name: str = "杭州荷花贸易有限公司") -> Organisation:
    """An organisation that has signed up."""
    found, _made = Organisation.objects.get_or_create(
        code=code, defaults={"name": name, "kind": OrganisationKind.MERCHANT}
    )
    return found


def said(**changes: Any) -> form.Dossier:
    """What a sound applicant says of itself."""
    whole: dict[str, Any] = {
        "name": "杭州荷花贸易有限公司",
        "city": "杭州市",
        "address": "西湖区文三路100号5室",
        "phone": "0571-88880001",
        "email": "office@lotus.example",
        "identifiers": (form.Numbered("uscc", USCC),),
        "owners": (
            form.Owned("Bao Ling", share=Decimal(60), born=date(1980, 1, 2), number="P1234567"),
            form.Owned("He Hua", share=Decimal(40), born=date(1982, 3, 4), number="P7654321"),
        ),
        "contacts": (
            form.Reached("complaints", "email", "help@lotus.example"),
            form.Reached("data-protection", "email", "privacy@lotus.example"),
        ),
        "certified": True,
    }
    return form.Dossier(**{**whole, **changes})


def given(**changes: Any) -> form.Given:
    """An application of a merchant for imports straight to consumers."""
    dossier = changes.pop("dossier", None) or said()
    whole: dict[str, Any] = {
        "roles": ("merchant",),
        "facts": IMPORT,
        "code": USCC,
        "dossier": dossier,
        "account": form.Banked(number=IBAN, holder=dossier.name, bank="Bank of the Harbour"),
    }
    return form.Given(**{**whole, **changes})


def with_dossier(one: form.Given, **changes: Any) -> form.Given:
    """The same with other words."""
    return msgspec.structs.replace(one, dossier=msgspec.structs.replace(one.dossier, **changes))


def an_application(
    one: form.Given | None = None,
    *,
    firm: Organisation | None = None,
    papers: bool = True,
    at: datetime = MONDAY,
) -> Application:
    """An application that is filled in, with a paper for each item, not sent in yet."""
    organisation = firm or a_firm()
    clerk = clerk_of(organisation)
    found = start_application(
        organisation, one or given(), via="portal", pack="cn", contact="bao@lotus.example",
        by=clerk, at=at,
    )  # fmt: skip
    if papers:
        hand_all(found, by=clerk, at=at)
    return found


def hand_all(application: Application, *, by: Actor, at: datetime = MONDAY) -> None:
    """A paper for every item that still lacks one."""
    for item in application.items.filter(standing__in=["missing", "revise"]).exclude(obligation=""):
        text = f"Paper {next(_numbers)} for {item.key}.".encode()
        hand_paper(application, item.key, f"{item.key}.txt", text, by=by, at=at)


def sent_in(
    application: Application | None = None, *, at: datetime = MONDAY, **registers: Any
) -> Application:
    """An application that was sent in and checked."""
    found = application or an_application(at=at)
    send_in(found, registers=registers or None, by=clerk_of(found.organisation), at=at)
    found.refresh_from_db()
    return found


def reviewer(name: str = "Lin") -> Person:
    """Somebody who may decide."""
    return a_person("senior_officer", name=name)


def decide(
    docket: Docket,
    verb: str,
    *,
    by: Actor,
    at: datetime = MONDAY,
    move: dict[str, Any] | None = None,
) -> Docket:
    """A decision with a complete statement of reasons."""
    docket.refresh_from_db()
    paper = docket.papers.first()
    if paper is None:
        from tests.base.docket.makers import a_paper

        paper = a_paper(docket, by=by, at=at)
    write_draft(
        docket,
        Given(
            verb=verb,
            facts=(FactGiven("The papers show what was said.", (paper.pk,)),),
            restrictions=("account",),
            ground="illegal",
            basis="ecl",
            article="27",
            explanation="The law demands that firms are known.",
            position="The applicant says that it is in order.",
            answer="The office has weighed it.",
            aim="Buyers know from whom they buy.",
            milder="Limits for a time.",
            insufficient="They would not show who the firm is.",
            applies_on=at.date(),
            source="own-initiative",
            appeal_body="Harbour customs, unit of appeals",
            appeal_form="/portal/",
        ),
        by=by,
        at=at,
    )
    return make_move(docket, verb, move or {}, by=by, at=at)


def admitted(
    application: Application | None = None, *, by: Person | None = None, at: datetime = MONDAY
) -> Application:
    """A firm that was admitted."""
    found = sent_in(application, at=at)
    decide(found.docket, "approve", by=(by or reviewer()).actor, at=at)
    found.refresh_from_db()
    return found


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)


def time_passes(*, until: datetime) -> int:
    """The scheduler wakes up."""
    return run_clocks(by=CLOCKWORK, at=until)
