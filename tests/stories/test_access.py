"""A merchant applies, is admitted, trades, is suspended, appeals, and trades again."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest
from django.test import Client

from harbour.documents import Documents, documents
from tests.base.docket.makers import clerk_of
from tests.cast import NOON
from tests.makers import arrive, codes_of, decision_about, four, honest
from tests.registry.applicants import (
    OTHER_USCC,
    a_firm,
    an_application,
    decide,
    given,
    reviewer,
    said,
    sent_in,
)
from tests.registry.test_form import ANSWERS, APPLIED, FORM, PAGES
from tests.surfaces.portal.people import link_in_last_mail
from tests.surfaces.visitors import PASSWORD
from tidewaiter.base.docket.commands.drafts import begin_draft, save_page
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.docket.queries.drafts import lacking_in
from tidewaiter.base.identity.models import Person
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.access_review import check_waiting
from tidewaiter.flows.apply import hand_in, send
from tidewaiter.flows.dockets import make_move
from tidewaiter.registry.models import Application, Operator
from tidewaiter.registry.rules import dossier as form
from tidewaiter.risk.models import Assessment

DAY = timedelta(days=1)
GROUNDS = {"grounds": "The papers are genuine; the issuer has confirmed it by letter."}
FALSE = {"why": "false-papers"}


@cache
def parcels() -> tuple[Documents, ...]:
    """Sound parcels of one merchant."""
    of: dict[str, list[Documents]] = defaultdict(list)
    for parcel in honest(400, seed=7):
        one = documents(parcel)
        if len(parcel.lines) == 1:
            of[one.inventory.head.ebcCode].append(one)
    return tuple(max(of.values(), key=len))


def merchant() -> str:
    return parcels()[0].inventory.head.ebcCode


@pytest.fixture
def unknown(firms: Mapping[str, Operator]) -> str:
    """A merchant that is not in the register yet."""
    operator = firms[merchant()]
    organisation = operator.organisation
    operator.delete()
    organisation.delete()
    return operator.code


def applied(code: str, *, at: datetime) -> Application:
    """The merchant's application, sent in."""
    one = given(code=code, dossier=said(identifiers=(form.Numbered("uscc", OTHER_USCC),)))
    return sent_in(an_application(one, firm=a_firm(code, "Lotus"), at=at), at=at)


def signed_up(code: str) -> Person:
    """Somebody who signs the merchant up at the portal, by the link in a mail."""
    client = Client()
    client.post("/portal/sign-up/", {"email": "bao@lotus.example"})
    answer = client.post(
        link_in_last_mail(),
        {"name": "Lotus", "code": code, "kind": "merchant", "person": "Bao", "password": PASSWORD},
    )
    assert answer.status_code == 302
    return Person.objects.get(email="bao@lotus.example")


def applied_at_the_portal(code: str, *, at: datetime) -> Application:
    """The merchant signs up, fills the form in page by page, hands papers in and sends it."""
    bao = signed_up(code)
    draft = begin_draft(
        "access-review", FORM, organisation=bao.organisation, pack="cn", by=bao.actor, at=at
    )
    for name, answers in {**ANSWERS, "who": {**ANSWERS["who"], "code": code}}.items():
        draft = save_page(draft, FORM, PAGES[name], answers, by=bao.actor, at=at)
    for number, lack in enumerate(lacking_in(draft, FORM, at=at)):
        text = f"Paper {number} for {lack.what}.".encode()
        hand_in(draft, APPLIED, lack.what, f"{lack.what}.txt", text, by=bao.actor, at=at)
    docket = send(draft, APPLIED, by=bao.actor, at=at)
    check_waiting(at=at)
    return Application.objects.get(docket=docket)


def next_parcel(number: int, *, at: datetime) -> Assessment:
    """What is decided of a parcel of the merchant."""
    one = parcels()[number]
    arrive(*four(one), at=at)
    return decision_about(one.inventory)


def last_appeal(docket: Docket) -> Docket:
    """The appeal against what was decided in a proceeding."""
    return docket.related_from.latest("id").docket


def test_from_sign_up_to_a_held_parcel_and_back_after_an_appeal(unknown: str) -> None:
    start = NOON + DAY
    assert codes_of(next_parcel(0, at=NOON)) == ["G-08-merchant"]
    application = applied_at_the_portal(unknown, at=start)
    first, other = reviewer("Lin"), reviewer("Zhao")
    docket = decide(application.docket, "approve", by=first.actor, at=start + 3 * DAY)
    assert docket.state == "monitored"
    assert next_parcel(1, at=start + 3 * DAY).outcome == "accepted"

    suspended = start + 10 * DAY
    docket = decide(docket, "suspend", by=first.actor, at=suspended, move=FALSE)
    held = next_parcel(2, at=suspended)
    assert (held.outcome, codes_of(held)) == ("rejected", ["G-08-merchant"])
    assert '"suspended"' in held.reasons.get().evidence

    clerk = clerk_of(application.organisation)
    make_move(docket, "appeal-suspension", GROUNDS, by=clerk, at=suspended + 2 * DAY)
    appeal = last_appeal(docket)
    with pytest.raises(Refusal, match=r"docket\.duties-apart"):
        make_move(appeal, "take-up", {}, by=first.actor, at=suspended + 3 * DAY)
    make_move(appeal, "take-up", {}, by=other.actor, at=suspended + 3 * DAY)
    assert codes_of(next_parcel(3, at=suspended + 4 * DAY)) == ["G-08-merchant"]
    decide(appeal, "uphold", by=other.actor, at=suspended + 5 * DAY)

    docket.refresh_from_db()
    assert docket.state == "monitored"
    assert docket.statements.latest("id").standing == "withdrawn"
    assert next_parcel(4, at=suspended + 5 * DAY).outcome == "accepted"
    told = Operator.objects.get(code=unknown).changes.values_list("standing", "reason")
    assert list(told) == [("suspended", "false-papers"), ("active", "appeal")]


def test_a_refused_applicant_appeals_and_is_reviewed_anew(unknown: str) -> None:
    application, first, other = applied(unknown, at=NOON), reviewer("Lin"), reviewer("Zhao")
    docket = decide(application.docket, "refuse", by=first.actor, at=NOON)
    clerk = clerk_of(application.organisation)
    make_move(docket, "appeal-refusal", GROUNDS, by=clerk, at=NOON + DAY)
    with pytest.raises(Refusal, match=r"registry\.appeal-running"):
        make_move(docket, "appeal-refusal", GROUNDS, by=clerk, at=NOON + DAY)
    appeal = last_appeal(docket)
    assert GROUNDS["grounds"] in appeal.letters.get().body
    make_move(appeal, "take-up", {}, by=other.actor, at=NOON + DAY)
    decide(appeal, "uphold", by=other.actor, at=NOON + DAY)
    docket.refresh_from_db()
    assert (docket.state, docket.closed_at) == ("review", None)
    decide(docket, "approve", by=first.actor, at=NOON + 2 * DAY)
    assert next_parcel(0, at=NOON + 2 * DAY).outcome == "accepted"


def test_an_appeal_that_is_dismissed_changes_nothing(unknown: str) -> None:
    application, first, other = applied(unknown, at=NOON), reviewer("Lin"), reviewer("Zhao")
    docket = decide(application.docket, "approve", by=first.actor, at=NOON)
    decide(docket, "strike-off", by=first.actor, at=NOON, move=FALSE)
    clerk = clerk_of(application.organisation)
    make_move(docket, "appeal-striking-off", GROUNDS, by=clerk, at=NOON + DAY)
    appeal = last_appeal(docket)
    make_move(appeal, "take-up", {}, by=other.actor, at=NOON + DAY)
    decide(appeal, "dismiss", by=other.actor, at=NOON + DAY)
    assert Operator.objects.get(code=unknown).standing == "struck-off"


def test_an_appeal_that_comes_too_late_is_refused(unknown: str) -> None:
    from tests.registry.applicants import time_passes

    application = applied(unknown, at=NOON)
    docket = decide(application.docket, "refuse", by=reviewer().actor, at=NOON)
    time_passes(until=NOON + 60 * DAY)
    docket.refresh_from_db()
    with pytest.raises(Refusal, match=r"registry\.appeal-late"):
        make_move(
            docket, "appeal-refusal", GROUNDS, by=clerk_of(application.organisation),
            at=NOON + 61 * DAY,
        )  # fmt: skip


LIMITS = [
    ({"most_value": Decimal("0.01")}, "A-01-value"),
    ({"most_parcels": Decimal(1)}, "A-01-parcels"),
    ({"chapters": "01"}, "A-01-chapters"),
]


@pytest.mark.parametrize(("limit", "code"), LIMITS)
def test_a_conditional_admission_holds_what_goes_beyond_its_limits(
    unknown: str, limit: dict[str, object], code: str
) -> None:
    application = applied(unknown, at=NOON - DAY)
    docket = decide(
        application.docket, "admit-within-limits", by=reviewer().actor, at=NOON, move=limit
    )
    if code == "A-01-parcels":
        assert next_parcel(0, at=NOON).outcome == "accepted"
    beyond = next_parcel(1, at=NOON + timedelta(minutes=5))
    assert code in codes_of(beyond)
    assert beyond.lane == "hold"
    decide(docket, "approve", by=reviewer("Zhao").actor, at=NOON + DAY)
    assert code not in codes_of(next_parcel(2, at=NOON + DAY))
