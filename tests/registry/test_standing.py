"""Suspended firms: their messages and the parcels that name them."""

from datetime import timedelta

import pytest

from tests.cast import CLERK, NOON, STRANGER, machine_of
from tests.makers import (
    a_parcel,
    arrive,
    codes_of,
    decide,
    decision_about,
    four,
    receipts_for,
    send,
)
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.registry.commands.operators import change_standing, note_first_parcels
from tidewaiter.registry.models import Certificate, Operator
from tidewaiter.registry.queries.operators import operator_of, operators_named

ROLES = [
    ("merchant", "ebcCode", "G-08-merchant"),
    ("platform", "ebpCode", "G-08-platform"),
    ("carrier", "logisticsCode", "G-08-carrier"),
    ("agent", "agentCode", "G-08-agent"),
]


def suspend(operator: Operator) -> Operator:
    return change_standing(operator, "suspend", grounds="False documents.", by=CLERK, at=NOON)


@pytest.mark.parametrize(("role", "field", "code"), ROLES)
def test_the_next_parcel_of_a_suspended_firm_is_rejected_with_the_reason(
    firms: dict[str, Operator], role: str, field: str, code: str
) -> None:
    parcel = a_parcel()
    assert [answer.status for answer in send(*four(parcel))] == ["2"] * 4
    suspend(firms[getattr(parcel.inventory.head, field)])
    decide()
    decision = decision_about(parcel.inventory)
    assert decision.outcome == "rejected"
    assert codes_of(decision) == [code]
    assert '"suspended"' in decision.reasons.get().evidence


def test_the_payment_institution_of_a_parcel_must_be_in_good_standing(
    firms: dict[str, Operator],
) -> None:
    parcel = a_parcel()
    send(*four(parcel))
    suspend(firms[parcel.payment.head.payCode])
    decide()
    assert codes_of(decision_about(parcel.inventory)) == ["G-08-payment"]


def test_a_reinstated_firm_trades_again(firms: dict[str, Operator]) -> None:
    parcel = a_parcel()
    merchant = suspend(firms[parcel.inventory.head.ebcCode])
    change_standing(merchant, "reinstate", grounds="Put in order.", by=CLERK, at=NOON)
    arrive(*four(parcel))
    assert decision_about(parcel.inventory).outcome == "accepted"


def test_a_suspended_firm_sends_nothing(firms: dict[str, Operator]) -> None:
    parcel = a_parcel()
    suspend(firms[parcel.order.head.ebpCode])
    [answer] = send(parcel.order)
    assert answer.status == "100"
    assert [reason["code"] for reason in answer.reasons] == ["TW-G08-SUSPENDED"]
    [receipt] = receipts_for(parcel.order)
    assert receipt.status == "-10102"


def test_a_closed_registration_stays_closed(firms: dict[str, Operator]) -> None:
    operator = next(iter(firms.values()))
    change_standing(operator, "close", grounds="Given up.", by=CLERK, at=NOON)
    with pytest.raises(Refusal) as refused:
        change_standing(operator, "reinstate", grounds="Please.", by=CLERK, at=NOON)
    assert refused.value.kind is Kind.CONFLICT


def test_every_change_of_standing_is_in_the_trail_with_its_grounds(
    firms: dict[str, Operator],
) -> None:
    operator = suspend(next(iter(firms.values())))
    entry = history_of(operator).get()
    assert entry.verb == "operator.suspend"
    assert entry.details == {
        "before": "active",
        "after": "suspended",
        "grounds": "False documents.",
    }


def test_a_firms_first_parcel_is_remembered_once(firms: dict[str, Operator]) -> None:
    parcel = a_parcel()
    Operator.objects.filter(code=parcel.inventory.head.ebcCode).update(first_parcel_on=None)
    arrive(*four(parcel))
    merchant = Operator.objects.get(code=parcel.inventory.head.ebcCode)
    assert merchant.first_parcel_on == NOON.date()
    note_first_parcels([merchant.code], by=CLERK, at=NOON, on=NOON.date() + timedelta(days=1))
    merchant.refresh_from_db()
    assert merchant.first_parcel_on == NOON.date()


def test_a_machine_sees_its_own_firm_only(firms: dict[str, Operator]) -> None:
    own = firms[a_parcel().inventory.head.agentCode]
    assert list(Operator.objects.visible_to(machine_of(own))) == [own]
    assert set(
        Certificate.objects.visible_to(machine_of(own)).values_list("operator", flat=True)
    ) == {own.pk}
    assert not Operator.objects.visible_to(STRANGER).exists()
    assert Operator.objects.visible_to(CLERK).count() == len(firms)


def test_operators_are_found_by_their_organisation_and_by_their_codes(
    firms: dict[str, Operator],
) -> None:
    own = next(iter(firms.values()))
    assert operator_of(own.organisation.code) == own
    assert operator_of("nobody") is None
    assert operator_of(None) is None
    assert operators_named([own.code, "nobody"]) == {own.code: own}
