"""Messages of the harbour parse without a fault and say what the parcels say."""

from collections import Counter
from itertools import pairwise
from random import Random

from harbour.documents import documents
from harbour.frauds import Shares
from harbour.messages import Message, messages
from harbour.parcels import Parcel
from harbour.register import FIRMS, Role, firm
from harbour.stream import generate, pregenerate
from harbour.world import World
from tests.harbour.made import MANY_FRAUDS, START, crooked_parcels
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.messages import Message as TypedMessage
from tidewaiter.intake.formats.ceb.xml import parse, write

SENDERS = {"311": Role.PLATFORM, "411": Role.PAYMENT, "511": Role.CARRIER, "621": Role.AGENT}


def _messages(**more: object) -> list[Message]:
    return list(messages(crooked_parcels(), rate=500.0, **more))  # type: ignore[arg-type]


def test_every_message_parses_without_faults() -> None:
    for message in _messages():
        parsed = parse(message.raw)
        assert not parsed.faults
        assert parsed.kind == message.kind
        assert parsed.guid == message.guid
        assert parsed.transfer is not None
        assert parsed.transfer.copCode == message.sender
        assert len(parsed.documents) == len(message.orders)
        assert not any(one.faults for one in parsed.documents)


def test_the_fast_xml_says_the_same_as_the_typed_documents() -> None:
    parcels = {p.order_no: p for p in crooked_parcels()}
    for message in _messages():
        for order_no, one in zip(message.orders, parse(message.raw).documents, strict=True):
            typed = documents(parcels[order_no])
            assert (
                one.document
                == {
                    "311": typed.order,
                    "411": typed.payment,
                    "511": typed.waybill,
                    "621": typed.inventory,
                }[message.kind]
            )


def test_typed_documents_survive_the_official_writer() -> None:
    for parcel in crooked_parcels()[:50]:
        typed = documents(parcel)
        for kind, document in ((Kind.ORDER, typed.order), (Kind.DECLARATION, typed.inventory)):
            raw = write(TypedMessage(kind=kind, guid=parcel.guids[0], documents=[document]))
            assert parse(raw).documents[0].document == document


def test_each_parcel_sends_its_four_documents_once() -> None:
    sent = Counter((order_no, m.kind) for m in _messages() for order_no in m.orders)
    assert set(sent.values()) == {1}
    assert len(sent) == 4 * len(crooked_parcels())


def test_senders_have_the_role_and_are_in_the_register() -> None:
    for message in _messages():
        assert SENDERS[message.kind] in firm(message.sender).roles


def test_messages_hold_at_most_a_batch_and_come_in_time() -> None:
    ready = _messages(batch=30, max_wait=1.0, delay=2.0)
    assert max(len(m.orders) for m in ready) == 30
    assert all(a.due <= b.due for a, b in pairwise(ready))
    created = {p.order_no: p.index / 500.0 for p in crooked_parcels()}
    for message in ready:
        for order_no in message.orders:
            assert -1e-9 <= message.due - created[order_no] <= 3.0 + 1e-9


def test_documents_of_a_parcel_arrive_in_any_order() -> None:
    orders: dict[str, list[str]] = {}
    for message in _messages(batch=10):
        for order_no in message.orders:
            orders.setdefault(order_no, []).append(message.kind)
    seen = Counter(tuple(kinds) for kinds in orders.values())
    assert len(seen) == 24
    assert max(seen.values()) < 0.2 * len(orders)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert pregenerate(300, 4, start=START) == pregenerate(300, 4, start=START)
    lazily = list(generate(300, 4, start=START))
    assert lazily == pregenerate(300, 4, start=START)


def test_gathering_does_not_change_documents() -> None:
    def parts(batch: int) -> set[bytes]:
        found: set[bytes] = set()
        for m in pregenerate(200, 4, batch, start=START):
            if m.kind == "621":
                found |= set(m.raw.split(b"<ceb:Inventory>")[1:-1])
        return found

    assert parts(2) & parts(7)


def test_frauds_show_in_the_documents() -> None:
    def differs(p: Parcel) -> bool:
        typed = documents(p)
        return (
            typed.order.head.acturalPaid != typed.payment.head.amountPaid
            or typed.order.head.payCode != typed.payment.head.payCode
        )

    for p in World(21, MANY_FRAUDS).parcels(1500, start=START):
        assert differs(p) == (p.fraud == "payment_mismatch")


def test_honest_documents_agree_with_each_other() -> None:
    for p in World(22, Shares.honest()).parcels(500, start=START):
        typed = documents(p)
        order, waybill, declared = typed.order.head, typed.waybill.head, typed.inventory.head
        assert order.consignee == waybill.consignee
        assert order.consigneeAddress == waybill.consigneeAddress == declared.consigneeAddress
        assert order.consigneeTelephone == waybill.consigneeTelephone
        assert order.buyerIdNumber == declared.buyerIdNumber == typed.payment.head.payerIdNumber
        assert order.buyerName == declared.buyerName == typed.payment.head.payerName
        assert waybill.weight == declared.grossWeight > declared.netWeight
        assert waybill.freight == declared.freight == order.freight
        assert [line.itemName for line in typed.order.lines] == [
            line.gname for line in typed.inventory.lines
        ]
        assert {f.code for f in FIRMS} >= {order.ebcCode, order.ebpCode, declared.agentCode}


def test_any_number_of_parcels_can_be_asked_for() -> None:
    endless = generate(None, 9, start=START)
    taken = [next(endless) for _ in range(Random(1).randrange(30, 40))]
    assert len(taken) >= 30
    assert list(generate(0, 9, start=START)) == []
