"""Who may send a document (G-08)."""

import pytest

from tests.makers import a_parcel, kind_of
from tidewaiter.intake.rules.senders import Sender, sent_by_another

PARCEL = a_parcel()
ORDER, PAYMENT, WAYBILL, INVENTORY = (
    PARCEL.order,
    PARCEL.payment,
    PARCEL.waybill,
    PARCEL.inventory,
)


def sender(code: str, *roles: str, standing: str = "active") -> Sender:
    return Sender(code, frozenset(roles), standing)


# who sends · what → may they
TABLE = [
    (sender(ORDER.head.ebpCode, "platform"), ORDER, True),
    (sender(ORDER.head.ebcCode, "merchant"), ORDER, True),
    (sender(ORDER.head.ebpCode, "merchant"), ORDER, False),
    (sender(ORDER.head.payCode, "payment"), ORDER, False),
    (sender(PAYMENT.head.payCode, "payment"), PAYMENT, True),
    (sender(PAYMENT.head.payCode, "carrier"), PAYMENT, False),
    (sender(PAYMENT.head.ebpCode, "platform"), PAYMENT, False),
    (sender(WAYBILL.head.logisticsCode, "carrier", "guarantor"), WAYBILL, True),
    (sender("another", "carrier"), WAYBILL, False),
    (sender(INVENTORY.head.agentCode, "agent"), INVENTORY, True),
    (sender(INVENTORY.head.ebcCode, "merchant"), INVENTORY, True),
    (sender(INVENTORY.head.agentCode), INVENTORY, False),
    (sender(INVENTORY.head.logisticsCode, "carrier"), INVENTORY, False),
]


@pytest.mark.parametrize(("who", "what", "may"), TABLE)
def test_a_document_is_sent_by_a_firm_that_it_names_in_the_role_it_has(
    who: Sender, what: object, may: bool
) -> None:
    fault = sent_by_another(kind_of(what), what, who)
    assert (fault is None) == may
    if fault is not None:
        assert fault.code == "TW-G08-SENDER"
        assert fault.official == "-10102"
        assert who.code in fault.message["en"]
        assert who.code in fault.message["zh"]


@pytest.mark.parametrize("standing", ["suspended", "closed"])
def test_a_firm_whose_registration_does_not_hold_sends_nothing(standing: str) -> None:
    who = sender(ORDER.head.ebpCode, "platform", standing=standing)
    fault = sent_by_another(kind_of(ORDER), ORDER, who)
    assert fault.code == "TW-G08-SUSPENDED"
    assert standing in fault.message["en"]
