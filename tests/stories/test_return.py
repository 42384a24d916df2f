"""Goods are returned within the period, whole or in part, and the quota comes back (625)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import NOON
from tests.makers import (
    a_parcel,
    a_parcel_of,
    a_refund,
    all_to,
    arrive,
    decide,
    decision_about,
    declaration_of,
    four,
    in_message,
    reasons_in,
    receipts_for,
    send_raw,
    several,
)
from tests.stories.ledger import held_by, sums_agree
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.intake.models import Request
from tidewaiter.registry.models import Operator

PARCEL = a_parcel()
AGENT = PARCEL.inventory.head.agentCode
STEP = Decimal("0.00001")


def ask(paper: Any, *, at: Any = NOON, sender: str | None = None) -> Any:
    """A request arrives and is followed up; its receipt."""
    sender = sender or paper.head.agentCode
    [answer] = send_raw(in_message(paper, sender=sender), sender, at=at).documents
    assert answer.status == "2", answer
    decide(at=at)
    [receipt] = receipts_for(paper)
    return receipt


def test_returning_everything_gives_the_whole_quota_back(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    declaration = declaration_of(PARCEL.inventory)
    receipt = ask(a_refund(declaration, PARCEL.inventory))
    assert (receipt.kind, receipt.status) == ("626", "399")
    assert held_by(declaration) == {"money": (0, 0)}
    assert sums_agree()
    assert Request.objects.get().declaration == declaration
    # the decision itself stays what it was
    assert decision_about(PARCEL.inventory).outcome == "accepted"


def test_returning_a_part_gives_that_part_of_the_quota_back(firms: dict[str, Operator]) -> None:
    parcel = several(PARCEL, 4)
    arrive(*four(parcel))
    declaration = declaration_of(parcel.inventory)
    value = decision_about(parcel.inventory).dutiable_value
    assert ask(a_refund(declaration, parcel.inventory, qty=Decimal(1))).status == "399"
    assert held_by(declaration) == {"money": (0, (value * 3 / 4).quantize(STEP))}
    assert ask(a_refund(declaration, parcel.inventory, qty=Decimal(3))).status == "399"
    assert held_by(declaration) == {"money": (0, 0)}
    assert sums_agree()


def test_thirds_that_do_not_divide_leave_nothing_over(firms: dict[str, Operator]) -> None:
    parcel = several(PARCEL, 3)
    arrive(*four(parcel))
    declaration = declaration_of(parcel.inventory)
    for _ in range(3):
        assert ask(a_refund(declaration, parcel.inventory, qty=Decimal(1))).status == "399"
    _, committed = held_by(declaration)["money"]
    assert 0 <= committed <= 2 * STEP
    assert sums_agree()


@pytest.mark.parametrize(("prefix", "measure"), [("1701", "sugar"), ("1006", "rice")])
def test_named_goods_come_back_to_their_own_measure(
    firms: dict[str, Operator], prefix: str, measure: str
) -> None:
    parcel = a_parcel_of(prefix, qty=2)
    mass = parcel.inventory.lines[0].qty1
    arrive(*four(parcel))
    declaration = declaration_of(parcel.inventory)
    held = held_by(declaration)
    assert set(held) == {"money", measure}
    kilograms = held[measure][1]
    assert kilograms in (mass, mass / 1000)
    assert ask(a_refund(declaration, parcel.inventory, qty=Decimal(1))).status == "399"
    assert held_by(declaration)[measure] == (0, kilograms / 2)
    assert ask(a_refund(declaration, parcel.inventory, qty=Decimal(1))).status == "399"
    assert held_by(declaration) == {"money": (0, 0), measure: (0, 0)}
    assert sums_agree()


def test_the_last_day_of_the_period_is_in_time_and_the_next_is_not(
    firms: dict[str, Operator],
) -> None:
    parcel = several(PARCEL, 2)
    arrive(*four(parcel))
    declaration = declaration_of(parcel.inventory)
    one = Decimal(1)
    thirty, later = NOON + timedelta(days=30), NOON + timedelta(days=31)
    assert ask(a_refund(declaration, parcel.inventory, qty=one), at=thirty).status == "399"
    receipt = ask(a_refund(declaration, parcel.inventory, qty=one), at=later)
    [reason] = reasons_in(receipt)
    assert receipt.status == "100"
    assert reason["code"] == "TW-B01-LATE"
    assert "31" in reason["message"]["en"]
    assert "30" in reason["message"]["zh"]
    assert held_by(declaration)["money"][1] > 0


@pytest.mark.parametrize("qty", ["0", "-1", "3", "1.00001"])
def test_no_more_comes_back_than_was_declared(firms: dict[str, Operator], qty: str) -> None:
    parcel = several(PARCEL, 2)
    arrive(*four(parcel))
    declaration = declaration_of(parcel.inventory)
    assert ask(a_refund(declaration, parcel.inventory, qty=Decimal(1))).status == "399"
    before = held_by(declaration)
    paper = a_refund(declaration, parcel.inventory, qty=Decimal(qty))
    [answer] = send_raw(in_message(paper), AGENT).documents
    decide()
    if Decimal(qty) < 0:
        assert [reason["code"] for reason in answer.reasons] == ["TW-L01-BELOW-ZERO"]
    else:
        [receipt] = receipts_for(paper)
        [reason] = reasons_in(receipt)
        assert reason["code"] == "TW-B01-QUANTITY"
    assert held_by(declaration) == before


@pytest.mark.parametrize("wrong", [{"gnum": 2}, {"gcode": "9503002900"}])
def test_a_line_that_was_not_declared_is_refused(
    firms: dict[str, Operator], wrong: dict[str, Any]
) -> None:
    arrive(*four(PARCEL))
    receipt = ask(a_refund(declaration_of(PARCEL.inventory), PARCEL.inventory, **wrong))
    assert receipt.status == "-625209"
    assert sums_agree()


def test_only_the_firm_that_declared_it_returns_it(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    other = next(
        code for code, operator in firms.items() if "agent" in operator.roles and code != AGENT
    )
    receipt = ask(a_refund(declaration_of(PARCEL.inventory), PARCEL.inventory, agentCode=other))
    assert reasons_in(receipt)[0]["code"] == "TW-B03-FIRM"


def test_what_is_not_released_cannot_be_returned(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL), policy=all_to(Lane.INSPECTION))
    receipt = ask(a_refund(declaration_of(PARCEL.inventory), PARCEL.inventory))
    assert reasons_in(receipt)[0]["code"] == "TW-B01-NOT-RELEASED"


def test_a_declaration_that_does_not_exist_has_no_goods_to_return(
    firms: dict[str, Operator],
) -> None:
    arrive(*four(PARCEL))
    paper = a_refund(
        declaration_of(PARCEL.inventory), PARCEL.inventory, invtNo="22442026I999999999"
    )
    assert ask(paper).status == "-625016"


def test_a_refused_return_leaves_its_number_to_a_better_one(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    declaration = declaration_of(PARCEL.inventory)
    paper = a_refund(declaration, PARCEL.inventory, qty=Decimal(99), copNo="RETURN-1")
    assert ask(paper).status == "100"
    assert ask(a_refund(declaration, PARCEL.inventory, copNo="RETURN-1")).status == "399"


def test_two_returns_of_the_same_goods_in_one_message_give_back_once(
    firms: dict[str, Operator],
) -> None:
    arrive(*four(PARCEL))
    declaration = declaration_of(PARCEL.inventory)
    papers = [a_refund(declaration, PARCEL.inventory) for _ in range(2)]
    send_raw(in_message(*papers), AGENT)
    decide()
    statuses = [receipts_for(paper)[0].status for paper in papers]
    assert statuses == ["399", "100"]
    assert held_by(declaration) == {"money": (0, 0)}
    assert sums_agree()
