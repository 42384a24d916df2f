"""A declaration is cancelled before the goods are released, never after (623)."""

from typing import Any

import pytest

from tests.cast import NOON
from tests.makers import (
    NOTHING_DRAWN,
    a_cancellation,
    a_parcel,
    all_to,
    arrive,
    changed,
    decide,
    decision_about,
    declaration_of,
    four,
    guid,
    in_message,
    reasons_in,
    receipts_for,
    send_raw,
    waits,
)
from tests.stories.ledger import held_by, sums_agree
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.intake.models import Declaration, Request
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import Assessment, QuotaAccount

PARCEL = a_parcel()
HEAD = PARCEL.inventory.head


def ask(paper: Any, *, sender: str = HEAD.agentCode) -> Any:
    """A request arrives and is followed up; its receipt."""
    [answer] = send_raw(in_message(paper, sender=sender), sender).documents
    assert answer.status == "2", answer
    decide()
    [receipt] = receipts_for(paper)
    return receipt


@pytest.mark.parametrize("lane", [Lane.DOCUMENTS, Lane.INSPECTION, Lane.HOLD])
def test_before_release_a_declaration_is_cancelled_and_its_quota_given_back(
    firms: dict[str, Operator], lane: Lane
) -> None:
    arrive(*four(PARCEL), policy=all_to(lane))
    declaration = declaration_of(PARCEL.inventory)
    value = decision_about(PARCEL.inventory).dutiable_value
    assert held_by(declaration) == {"money": (value, 0)}
    receipt = ask(a_cancellation(declaration, PARCEL.inventory))
    assert (receipt.kind, receipt.status) == ("624", "399")
    assert held_by(declaration) == {"money": (0, 0)}
    assert sums_agree()
    declaration.refresh_from_db()
    assert not declaration.current
    decision = Assessment.objects.get(declaration=declaration)
    assert (decision.outcome, decision.lane, decision.status) == ("withdrawn", None, "899")
    assert Request.objects.get().declaration == declaration


def test_after_release_a_declaration_cannot_be_cancelled(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    declaration = declaration_of(PARCEL.inventory)
    before = held_by(declaration)
    receipt = ask(a_cancellation(declaration, PARCEL.inventory))
    assert receipt.status == "-623005"
    [reason] = reasons_in(receipt)
    assert "released" in reason["message"]["en"]
    assert "625" in reason["cure"]["zh"]
    assert held_by(declaration) == before
    assert decision_about(PARCEL.inventory).outcome == "accepted"
    assert not Request.objects.get().current


def test_a_parcel_that_still_waits_is_cancelled_and_waits_no_longer(
    firms: dict[str, Operator],
) -> None:
    arrive(PARCEL.order, PARCEL.inventory)
    declaration = declaration_of(PARCEL.inventory)
    assert ask(a_cancellation(declaration, PARCEL.inventory)).status == "399"
    arrive(PARCEL.payment, PARCEL.waybill)
    assert not Assessment.objects.exists()


def test_a_cancellation_with_the_last_document_in_one_batch_comes_first(
    firms: dict[str, Operator],
) -> None:
    arrive(*four(PARCEL)[:2], PARCEL.inventory)
    declaration = declaration_of(PARCEL.inventory)
    paper = a_cancellation(declaration, PARCEL.inventory)
    assert send_raw(in_message(PARCEL.waybill), PARCEL.waybill.head.logisticsCode)
    assert ask(paper).status == "399"
    assert not Assessment.objects.exists()


def test_a_cancelled_number_may_be_declared_again_with_the_same_partners(
    firms: dict[str, Operator],
) -> None:
    arrive(*four(PARCEL), policy=all_to(Lane.HOLD))
    ask(a_cancellation(declaration_of(PARCEL.inventory), PARCEL.inventory))
    again = changed(PARCEL.inventory, guid=guid())
    arrive(again)
    assert decision_about(again).outcome == "accepted"
    assert Declaration.objects.filter(current=True).count() == 1
    account = QuotaAccount.objects.get()
    assert account.committed == decision_about(again).dutiable_value
    assert account.reserved == 0
    assert sums_agree()


def test_a_cancelled_declaration_cannot_be_cancelled_again(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL), policy=all_to(Lane.HOLD))
    declaration = declaration_of(PARCEL.inventory)
    ask(a_cancellation(declaration, PARCEL.inventory))
    receipt = ask(a_cancellation(declaration, PARCEL.inventory))
    assert receipt.status == "-623003"
    assert sums_agree()


def test_a_rejected_declaration_needs_no_cancellation(firms: dict[str, Operator]) -> None:
    arrive(PARCEL.order, changed(PARCEL.payment, amountPaid=1), PARCEL.waybill, PARCEL.inventory)
    receipt = ask(a_cancellation(declaration_of(PARCEL.inventory), PARCEL.inventory))
    assert receipt.status == "-623005"


@pytest.mark.parametrize("number", ["22442026I999999999", "99992026I000000001", "x" * 18])
def test_a_declaration_that_does_not_exist_cannot_be_cancelled(
    firms: dict[str, Operator], number: str
) -> None:
    arrive(*four(PARCEL))
    paper = a_cancellation(declaration_of(PARCEL.inventory), PARCEL.inventory, invtNo=number)
    receipt = ask(paper)
    assert receipt.status == "-623003"
    assert number in reasons_in(receipt)[0]["message"]["en"]


def test_only_the_firm_that_declared_it_cancels_it(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL), policy=all_to(Lane.HOLD))
    other = next(
        code
        for code, operator in firms.items()
        if "agent" in operator.roles and code != HEAD.agentCode
    )
    paper = a_cancellation(declaration_of(PARCEL.inventory), PARCEL.inventory, agentCode=other)
    receipt = ask(paper, sender=other)
    assert receipt.status == "100"
    assert reasons_in(receipt)[0]["code"] == "TW-B03-FIRM"
    assert decision_about(PARCEL.inventory).outcome == "accepted"
    assert not waits(PARCEL.inventory)


def test_the_same_cancellation_again_is_a_repeat(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL), policy=all_to(Lane.HOLD))
    paper = a_cancellation(declaration_of(PARCEL.inventory), PARCEL.inventory)
    ask(paper)
    [answer] = send_raw(in_message(paper), HEAD.agentCode, at=NOON).documents
    assert (answer.status, answer.repeat) == ("2", True)
    decide(policy=NOTHING_DRAWN)
    assert len(receipts_for(paper)) == 1
