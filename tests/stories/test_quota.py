"""What one person may buy in a year, in money and in named goods (T-02, L-07)."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from harbour.documents import Documents
from tests.cast import NOON
from tests.makers import (
    a_parcel,
    a_parcel_of,
    a_refund,
    arrive,
    changed,
    codes_of,
    decide,
    decision_about,
    declaration_of,
    four,
    guid,
    in_message,
    reasons_in,
    receipts_for,
    send,
    send_raw,
    several,
    with_line,
)
from tests.stories.ledger import accounts_equal_accepted, sums_agree
from tidewaiter.intake.models import Awaited
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import Assessment, QuotaAccount

LIMIT = Decimal(26_000)


def numbered(parcel: Documents, number: int, **fields: Any) -> Documents:
    """The same purchase once more, under its own numbers."""
    new = {"orderNo": f"Q{number}", "guid": guid(), **fields}
    transaction = {"payTransactionId": f"P{number}"}
    waybill = {"logisticsNo": f"L{number}"}
    return Documents(
        changed(parcel.order, **new | transaction | {"guid": guid()}),
        changed(parcel.payment, **new | transaction | {"guid": guid()}),
        changed(parcel.waybill, **new | waybill | {"guid": guid()}),
        changed(parcel.inventory, **new | waybill | {"guid": guid(), "copNo": f"C{number}"}),
    )


def worth(value: Decimal, number: int) -> Documents:
    """A parcel of one item without freight, of this value, by always the same buyer."""
    parcel = a_parcel()
    one = several(parcel, 1)
    priced = {"price": value, "totalPrice": value}
    order = changed(
        with_line(one.order, **priced),
        goodsValue=value,
        freight=Decimal(0),
        taxTotal=Decimal(0),
        discount=Decimal(0),
        acturalPaid=value,
    )
    free = {"freight": Decimal(0), "insuredFee": Decimal(0)}
    return numbered(
        Documents(
            order,
            changed(one.payment, amountPaid=value),
            changed(one.waybill, **free),
            changed(with_line(one.inventory, **priced), **free),
        ),
        number,
    )


def test_the_parcel_that_goes_beyond_the_year_is_rejected_with_the_numbers(
    firms: dict[str, Operator],
) -> None:
    first, second = worth(Decimal(20_000), 1), worth(Decimal("6000.01"), 2)
    arrive(*four(first))
    assert decision_about(first.inventory).outcome == "accepted"
    arrive(*four(second))
    decision = decision_about(second.inventory)
    assert decision.outcome == "rejected"
    assert codes_of(decision) == ["T-02"]
    [reason] = reasons_in(receipts_for(second.inventory)[0])
    seen = {name: Decimal(value) for name, value in reason["evidence"].items()}
    assert seen["quota_used"] == 20_000
    assert seen["quota_amount"] == Decimal("6000.01")
    assert seen["quota_limit"] == LIMIT
    assert seen["total"] == Decimal("26000.01")
    assert QuotaAccount.objects.get().committed == 20_000


def test_the_limit_itself_may_be_reached(firms: dict[str, Operator]) -> None:
    arrive(*four(worth(Decimal(20_000), 1)), *four(worth(Decimal(6_000), 2)))
    assert set(Assessment.objects.values_list("outcome", flat=True)) == {"accepted"}
    assert QuotaAccount.objects.get().committed == LIMIT


@pytest.mark.parametrize("together", [True, False])
def test_a_smaller_parcel_fits_where_a_larger_one_did_not(
    firms: dict[str, Operator], together: bool
) -> None:
    values = [20_000, 7_000, 5_000, 2_000, 1_000, 1]
    parcels = [worth(Decimal(value), number) for number, value in enumerate(values, 1)]
    for parcel in parcels:
        send(*four(parcel))
        if not together:
            decide()
    decide()
    outcomes = [decision_about(parcel.inventory).outcome for parcel in parcels]
    assert outcomes == ["accepted", "rejected", "accepted", "rejected", "accepted", "rejected"]
    assert QuotaAccount.objects.get().committed == LIMIT
    assert sums_agree()
    assert accounts_equal_accepted()


def test_a_return_makes_room_for_another_parcel(firms: dict[str, Operator]) -> None:
    first = worth(Decimal(20_000), 1)
    arrive(*four(first))
    again = worth(Decimal(7_000), 2)
    arrive(*four(again))
    assert decision_about(again.inventory).outcome == "rejected"
    arrive(a_refund(declaration_of(first.inventory), first.inventory))
    third = worth(Decimal(7_000), 3)
    arrive(*four(third))
    assert decision_about(third.inventory).outcome == "accepted"
    assert QuotaAccount.objects.get().committed == 7_000
    assert sums_agree()


def test_each_year_begins_anew(firms: dict[str, Operator]) -> None:
    arrive(*four(worth(Decimal(26_000), 1)))
    new_year = NOON.replace(year=2027, month=1, day=1)
    stamp = {"appTime": "20270101110000"}
    parcel = worth(Decimal(100), 2)
    papers = [changed(paper, **stamp) for paper in four(parcel)]
    arrive(*papers, at=new_year)
    assert decision_about(papers[3]).outcome == "accepted"
    used = dict(QuotaAccount.objects.values_list("year", "committed"))
    assert used == {2026: 26_000, 2027: 100}


@pytest.mark.parametrize("written", ["20250101", "20251231", "20260602"])
def test_nobody_chooses_the_year_by_the_day_that_the_declaration_tells(
    firms: dict[str, Operator], written: str
) -> None:
    arrive(*four(worth(Decimal(26_000), 1)))
    parcel = worth(Decimal(100), 2)
    papers = [*four(parcel)[:3], changed(parcel.inventory, declTime=written)]
    arrive(*papers)
    assert codes_of(decision_about(papers[3])) == ["T-02"]
    assert QuotaAccount.objects.get().committed == LIMIT


def test_a_parcel_that_is_completed_in_the_new_year_uses_the_new_years_quota(
    firms: dict[str, Operator],
) -> None:
    eve = NOON.replace(month=12, day=31)
    parcel = worth(Decimal(100), 1)
    arrive(*four(parcel)[:3], at=eve)
    arrive(changed(parcel.inventory, declTime="20261231"), at=eve + timedelta(hours=20))
    assert QuotaAccount.objects.get(committed=100).year == 2027
    assert accounts_equal_accepted()


def test_the_year_ends_at_midnight_of_the_office(firms: dict[str, Operator]) -> None:
    # 17:00 in London on New Year's Eve is one o'clock of the new year in Beijing
    eve = NOON.replace(month=12, day=31, hour=17)
    papers = [changed(paper, appTime="20270101010000") for paper in four(worth(Decimal(100), 1))]
    arrive(*papers, at=eve)
    assert QuotaAccount.objects.get().year == 2027


@pytest.mark.parametrize(
    ("prefix", "measure", "limit"), [("1701", "sugar", 2), ("1006", "rice", 20)]
)
def test_named_goods_have_their_own_limit(
    firms: dict[str, Operator], prefix: str, measure: str, limit: int
) -> None:
    one = a_parcel_of(prefix)
    arrive(*four(one))
    kilograms = QuotaAccount.objects.get(measure=measure).committed
    fitting = int(limit // kilograms)
    for number in range(2, fitting + 2):
        parcel = numbered(one, number)
        arrive(*four(parcel))
        decision = decision_about(parcel.inventory)
        if number <= fitting:
            assert decision.outcome == "accepted", codes_of(decision)
        else:
            assert codes_of(decision) == ["L-07-quantity"]
            evidence = json.loads(decision.reasons.get().evidence)
            assert evidence["measure"] == measure
            assert Decimal(evidence["quota_limit"]) == limit
    assert QuotaAccount.objects.get(measure=measure).committed == kilograms * fitting
    assert sums_agree()


def test_a_parcel_that_is_rejected_for_another_reason_uses_nothing(
    firms: dict[str, Operator],
) -> None:
    parcel = worth(Decimal(100), 1)
    arrive(parcel.order, changed(parcel.payment, amountPaid=1), parcel.waybill, parcel.inventory)
    [account] = QuotaAccount.objects.all()
    assert (account.reserved, account.committed) == (0, 0)
    assert not Awaited.objects.exists()


def test_two_declarations_of_one_order_use_the_quota_each(firms: dict[str, Operator]) -> None:
    parcel = worth(Decimal(14_000), 1)
    twin = changed(parcel.inventory, guid=guid(), copNo="TWIN")
    raw = in_message(parcel.inventory, twin)
    send(*four(parcel)[:3])
    answers = send_raw(raw, parcel.inventory.head.agentCode).documents
    assert [one.status for one in answers] == ["2", "2"]
    decide(at=NOON + timedelta(seconds=1))
    outcomes = [decision_about(one).outcome for one in (parcel.inventory, twin)]
    # one order is declared once: the second finds no room here, and never doubles the first
    assert outcomes == ["accepted", "rejected"]
    assert accounts_equal_accepted()
