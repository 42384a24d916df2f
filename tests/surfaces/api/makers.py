"""Firms with keys, orders that are right, and receipts in the outbox."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

from django.db import transaction
from django.test import Client

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.identity.commands import issue_client_key, register_organisation
from tidewaiter.base.identity.models import ClientKey, OrganisationKind
from tidewaiter.base.identity.permissions import CLIENT_SCOPES, Permission
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.json import write_json
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.messages import BaseTransfer, Message
from tidewaiter.intake.formats.ceb.orders import Order, OrderHead, OrderLine
from tidewaiter.intake.formats.ceb.xml import write
from tidewaiter.intake.models import Message as Journal
from tidewaiter.registry.commands.operators import register_operator
from tidewaiter.registry.models import Operator

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
SETUP = system_actor("setup")
PLATFORM = "1105910159"
STRANGER = "4401987654"

_numbers = count(1)


@dataclass(frozen=True)
class Firm:
    """An operator with the key of its machine."""

    operator: Operator
    key: ClientKey
    token: str

    @property
    def http(self) -> Client:
        """A client that brings the key with every request."""
        return Client(headers={"authorization": f"Bearer {self.token}"})

    def get(self, address: str, **query: object):
        return self.http.get(f"/api/v1/{address}", query)

    def submit(self, raw: bytes, media_type: str = "application/xml", **headers: str):
        return self.http.post(
            "/api/v1/messages", data=raw, content_type=media_type, headers=headers
        )


def a_firm(code: str = PLATFORM, *, scopes: frozenset[Permission] = CLIENT_SCOPES) -> Firm:
    organisation = register_organisation(
        code=code, name=f"Firm {code}", kind=OrganisationKind.PLATFORM, by=SETUP, at=NOON
    )
    operator = register_operator(
        organisation=organisation,
        code=code,
        name=f"Firm {code}",
        roles=["platform"],
        registered_on=date(2019, 1, 1),
        by=SETUP,
        at=NOON,
    )
    key, token = issue_client_key(
        organisation=organisation, label="shop", scopes=scopes, by=SETUP, at=NOON
    )
    return Firm(operator, key, token)


def guid() -> str:
    return str(UUID(int=next(_numbers) + (4 << 76) + (10 << 60))).upper()


def an_order(order_no: str = "TW-1", ebp: str = PLATFORM, **changed: object) -> Order:
    head = {
        "guid": guid(),
        "appType": "1",
        "appTime": "20260601110000",
        "appStatus": "2",
        "orderType": "I",
        "orderNo": order_no,
        "ebpCode": ebp,
        "ebpName": "潮汐商城",
        "ebcCode": "3301968888",
        "ebcName": "东海贸易",
        "goodsValue": Decimal("200"),
        "freight": Decimal("0"),
        "discount": Decimal("0"),
        "taxTotal": Decimal("18.2"),
        "acturalPaid": Decimal("218.2"),
        "currency": "142",
        "buyerRegNo": "u-88213",
        "buyerName": "陈美玲",
        "buyerTelephone": "13812345678",
        "buyerIdType": "1",
        "buyerIdNumber": "11010519491231002X",
        "consignee": "陈美玲",
        "consigneeTelephone": "13812345678",
        "consigneeAddress": "北京市朝阳区建国路88号",
        **changed,
    }
    line = OrderLine(
        gnum=1,
        itemName="婴儿奶粉",
        gmodel="900克/罐",
        unit="007",
        qty=Decimal("1"),
        price=Decimal("200"),
        totalPrice=Decimal("200"),
        currency="142",
        country="601",
    )
    return Order(head=OrderHead(**head), lines=[line])


def a_message(*orders: Order, sender: str = PLATFORM) -> Message:
    return Message(
        kind=Kind.ORDER,
        guid=guid(),
        documents=orders or (an_order(),),
        transfer=BaseTransfer(copCode=sender, copName="潮汐商城", dxpMode="DXP", dxpId="DXP1"),
    )


def in_xml(*orders: Order, sender: str = PLATFORM) -> bytes:
    return write(a_message(*orders, sender=sender))


def in_json(*orders: Order) -> bytes:
    return write_json(a_message(*orders))


def receipts_for(
    operator: Operator,
    number: int = 1,
    *,
    status: str = "120",
    kind: str = "312",
    reasons: object = (),
    fields: dict[str, str] | None = None,
) -> None:
    """Put receipts into the outbox, in one transaction."""
    journal = Journal.objects.create(
        received_at=NOON,
        sender=operator,
        client="test",
        kind="311",
        guid=guid(),
        digest=guid().encode(),
        size=1,
        media_type="application/xml",
        documents=number,
        sealed=b"",
        answer=b"{}",
    )
    given = fields or {"ebpCode": operator.code, "ebcCode": "3301968888"}
    with transaction.atomic():
        issue_receipts(
            [
                Outgoing(
                    operator.pk,
                    journal.pk,
                    place,
                    kind,
                    status,
                    json.dumps(
                        {
                            "fields": {"guid": guid(), "orderNo": f"TW-{place}", **given},
                            "reasons": list(reasons),
                        },
                        ensure_ascii=False,
                    ),
                )
                for place in range(number)
            ],
            at=NOON,
        )
