"""The application to trade at the portal: kept page by page, sent with its papers, checked."""

from datetime import date
from decimal import Decimal

import pytest

from tests.base.docket.makers import clerk_of
from tests.registry.applicants import (
    IBAN,
    IMPORT,
    MONDAY,
    USCC,
    a_firm,
    decide,
    reviewer,
)
from tidewaiter.base.docket.applications import faults
from tidewaiter.base.docket.commands.drafts import begin_draft, save_page
from tidewaiter.base.docket.models import Docket, Draft
from tidewaiter.base.docket.queries.drafts import lacking_in
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.access_review import check_waiting
from tidewaiter.flows.apply import hand_in, send
from tidewaiter.flows.dockets import REGISTERED
from tidewaiter.law.loader import load
from tidewaiter.registry.models import Application, Operator
from tidewaiter.registry.rules.choices import FACTS
from tidewaiter.registry.rules.form import access_application

pytestmark = pytest.mark.django_db

APPLIED = REGISTERED["access-review"].applied
FORM = APPLIED.application
PAGES = {page.name: page for page in FORM.pages}
ANSWERS = {
    "who": {
        "sort": "company", "name": "杭州荷花贸易有限公司", "code": USCC, "country": "CN",
        "city": "杭州市", "address": "西湖区文三路100号5室", "phone": "0571-88880001",
        "email": "office@lotus.example",
    },
    "trade": {"roles": ["merchant"], **IMPORT, "goods": "3304 950300"},
    "numbers": {"uscc": USCC},
    "owners": [
        {"owner": "Bao Ling", "person": "yes", "share": Decimal(60), "control": "shares",
         "born": date(1980, 1, 2)},
        {"owner": "He Hua", "person": "yes", "share": Decimal(40), "control": "shares"},
    ],
    "account": {"holder": "杭州荷花贸易有限公司", "number": IBAN, "bank": "Bank of the Harbour"},
    "contacts": {"complaints": "help@lotus.example", "privacy": "privacy@lotus.example"},
    "word": {"certified": True},
}  # fmt: skip


def a_draft(**changes: object) -> Draft:
    """A draft in which all pages are answered but for what is changed."""
    bao = clerk_of(a_firm())
    draft = begin_draft("access-review", FORM, organisation=a_firm(), pack="cn", by=bao, at=MONDAY)
    for name, answers in {**ANSWERS, **changes}.items():
        draft = save_page(draft, FORM, PAGES[name], answers, by=bao, at=MONDAY)
    return draft


def with_papers(draft: Draft) -> Draft:
    """The draft with every paper that is asked for."""
    wanted = [one.what for one in lacking_in(draft, FORM, at=MONDAY) if not one.page and one.what]
    for number, code in enumerate(wanted):
        text = f"Paper {number} for {code}.".encode()
        hand_in(draft, APPLIED, code, f"{code}.txt", text, by=clerk_of(a_firm()), at=MONDAY)
    return draft


def test_the_form_fits_together_and_asks_the_facts_of_the_law() -> None:
    assert list(faults(access_application("cn"))) == []
    told = load("cn").on(MONDAY.date()).facts
    assert {name: set(choices) for name, (_, choices) in FACTS.items()} == {
        name: set(fact.choices) for name, fact in told.items()
    }


def test_what_is_missing_is_said_with_the_papers_of_the_law() -> None:
    lacking = lacking_in(a_draft(), FORM, at=MONDAY)
    assert {"admission-identity-merchant.1", "cosmetics-retail.1"} <= {one.what for one in lacking}
    assert not any(one.page for one in lacking)


def test_a_wrong_digit_is_refused_at_its_field() -> None:
    draft = a_draft(numbers={"uscc": USCC[:-1] + "C"}, account={
        **ANSWERS["account"], "number": IBAN[:-1] + "1",
    })  # fmt: skip
    wrong = {(one.page, one.what): one.refusal.code for one in lacking_in(draft, FORM, at=MONDAY)}
    assert wrong["numbers", "uscc"] == "registry.identifier.check-digit"
    assert wrong["account", "number"] == "registry.identifier.check-digit"


def test_owners_in_a_circle_are_doubted_before_it_is_sent() -> None:
    draft = a_draft(
        owners=[
            {"owner": "A", "person": "no", "share": Decimal(100), "control": "shares"},
            {"owner": "B", "person": "no", "share": Decimal(60), "control": "shares", "of": "A"},
            {"owner": "A", "person": "no", "share": Decimal(60), "control": "shares", "of": "B"},
        ]
    )
    [doubt] = lacking_in(with_papers(draft), FORM, at=MONDAY)
    assert doubt.refusal.code == "registry.owners.circle"


def test_it_is_sent_with_its_papers_checked_and_admitted() -> None:
    draft = with_papers(a_draft())
    docket = send(draft, APPLIED, by=clerk_of(a_firm()), at=MONDAY)
    assert docket.papers.count() == Application.objects.get().items.exclude(obligation="").count()
    assert not Draft.objects.exists()
    docket.refresh_from_db()
    assert docket.state == "submitted"
    check_waiting(at=MONDAY)
    decide(docket, "approve", by=reviewer().actor)
    operator = Operator.objects.get(code=USCC)
    assert operator.accounts.get().match == "same"
    assert operator.owners.count() == 2


def test_what_is_applied_for_twice_is_refused_and_the_draft_stays() -> None:
    send(with_papers(a_draft()), APPLIED, by=clerk_of(a_firm()), at=MONDAY)
    again = with_papers(a_draft())
    with pytest.raises(Refusal, match=r"registry\.applied-twice"):
        send(again, APPLIED, by=clerk_of(a_firm()), at=MONDAY)
    assert Draft.objects.exists()
    assert Docket.objects.count() == 1
