"""A parcel's page tells why it stands where it stands."""

from decimal import Decimal

import pytest
from django.utils import timezone

from harbour.documents import documents
from tests.makers import (
    a_cancellation,
    a_parcel,
    a_signature,
    all_to,
    arrive,
    changed,
    decide,
    decision_about,
    declaration_of,
    four,
    honest,
    in_message,
    newer,
    send,
    send_raw,
    with_line,
)
from tests.surfaces.visitors import at_the_desk
from tidewaiter.engine.selection.policy import Lane


@pytest.fixture
def client(firms):
    return at_the_desk("senior_officer")


def page_of(client, parcel, **headers):
    """The page of a parcel."""
    return client.get(f"/desk/parcels/{declaration_of(parcel.inventory).pk}/", headers=headers)


def shown(client, parcel):
    """What the page of a parcel is made of."""
    page = page_of(client, parcel)
    assert page.status_code == 200
    return page.context["parcel"]


def cells(parcel, label):
    """The cells of a row of the comparison, by document."""
    for group in parcel.documents.groups:
        for row in group.rows:
            if row.label == label:
                columns = (column.key for column in parcel.documents.columns)
                return dict(zip(columns, row.cells, strict=True))
    raise LookupError(label)


def test_a_released_parcel_has_no_reasons_and_nothing_differs(client):
    made = a_parcel()
    arrive(*four(made))
    parcel = shown(client, made)
    assert (parcel.standing, parcel.reasons, parcel.documents.differing) == ("release", (), 0)
    assert parcel.title == made.waybill.head.logisticsNo
    assert [column.key for column in parcel.documents.columns] == [
        "order", "payment", "waybill", "declaration",
    ]  # fmt: skip
    assert not any(column.missing for column in parcel.documents.columns)


def test_fields_that_differ_are_marked_and_their_reason_names_both_values(client):
    made = a_parcel()
    paid = made.payment.head.amountPaid
    arrive(made.order, changed(made.payment, amountPaid=paid + 7), made.waybill, made.inventory)
    parcel = shown(client, made)
    assert parcel.standing == "rejected"
    amounts = cells(parcel, "Amount paid")
    assert {key for key, cell in amounts.items() if cell.differs} == {"order", "payment"}
    assert amounts["waybill"].absent
    [reason] = [one for one in parcel.reasons if one.code == "M-02"]
    assert (reason.official, reason.severity) == ("1332", "reject")
    values = {(one.document, one.field): Decimal(one.value) for one in reason.evidence}
    assert values == {("Order", "acturalPaid"): paid, ("Payment", "amountPaid"): paid + 7}
    assert reason.cure
    assert reason.law[0].title
    assert reason.url == "/reasons/M-02/"


def test_persons_that_differ_are_marked_without_being_shown(client):
    made = a_parcel()
    arrive(made.order, made.payment, changed(made.waybill, consignee="王小明"), made.inventory)
    page = page_of(client, made)
    names = cells(page.context["parcel"], "Consignee")
    assert {key for key, cell in names.items() if cell.differs} == {"order", "waybill"}
    assert names["waybill"].value == "王**"
    assert "王小明" not in page.content.decode()


def test_nobody_is_shown_in_full_unasked(client):
    made = a_parcel()
    arrive(*four(made))
    text = page_of(client, made).content.decode()
    head = made.order.head
    for value in (
        head.buyerName, head.buyerIdNumber, head.buyerTelephone, head.consigneeAddress,
        head.consignee, made.payment.head.payerName, head.buyerTelephone[-4:],
    ):  # fmt: skip
        assert value not in text, value


def test_a_line_that_differs_is_marked(client):
    made = a_parcel()
    inventory = with_line(made.inventory, gname="something else entirely")
    arrive(made.order, made.payment, made.waybill, inventory)
    parcel = shown(client, made)
    assert cells(parcel, "Name")["declaration"].differs
    assert not cells(parcel, "Quantity")["declaration"].differs


def test_zeros_at_the_end_of_an_amount_make_no_difference(client):
    made = a_parcel()
    paid = Decimal(f"{made.payment.head.amountPaid:.5f}")
    arrive(made.order, changed(made.payment, amountPaid=paid), made.waybill, made.inventory)
    assert shown(client, made).documents.differing == 0


def test_duties_add_up_and_the_quota_shows_before_and_after(client):
    made = a_parcel()
    arrive(*four(made))
    parcel, decision = shown(client, made), decision_about(made.inventory)
    duties = parcel.duties
    assert duties.basis == "reduced"
    assert sum(line.total for line in duties.lines) == duties.total
    assert duties.total == decision.duty + decision.vat + decision.consumption_tax > 0
    [money] = [one for one in parcel.quota if one.unit == "CNY"]
    assert (money.before, money.this) == (0, decision.dutiable_value)
    assert (money.after, money.limit, money.exceeded) == (money.this, 26000, False)


def test_the_next_parcel_of_a_buyer_starts_where_the_last_one_ended(client):
    parcels = [documents(each) for each in honest(20)]
    first, second = parcels[0], next(
        each for each in parcels[1:]
        if each.inventory.head.buyerIdNumber == parcels[0].inventory.head.buyerIdNumber
    )  # fmt: skip
    arrive(*four(first))
    arrive(*four(second))
    [used] = [one for one in shown(client, second).quota if one.unit == "CNY"]
    assert used.before == decision_about(first.inventory).dutiable_value


def test_a_waiting_parcel_names_what_is_missing_and_shows_what_is_there(client):
    made = a_parcel()
    send(made.order, made.inventory)
    parcel = shown(client, made)
    assert (parcel.standing, parcel.waiting_for) == ("waiting", ("Payment", "Waybill"))
    missing = {column.key for column in parcel.documents.columns if column.missing}
    assert missing == {"payment", "waybill"}
    assert (parcel.reasons, parcel.duties, parcel.quota, parcel.proof) == ((), None, (), ())


def test_a_parcel_with_all_its_documents_is_said_to_be_decided_now(client):
    parcel = a_parcel()
    send(*four(parcel))
    assert "Being decided" in page_of(client, parcel).content.decode()


def test_a_waiting_page_asks_again_until_something_is_decided(client):
    made = a_parcel()
    send(made.order, made.inventory)
    number = declaration_of(made.inventory).pk
    asking = {"HX-Request": "true"}
    assert client.get(f"/desk/parcels/{number}/?was=waiting", headers=asking).status_code == 204
    arrive(made.payment, made.waybill)
    answer = client.get(f"/desk/parcels/{number}/?was=waiting", headers=asking)
    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_history_tells_who_sent_what_and_what_was_decided(client, firms):
    made = a_parcel()
    arrive(*four(made))
    send(a_signature(made.waybill))
    events = shown(client, made).history
    titles = [event.title for event in events]
    assert titles[0] == "Signed for by the consignee"
    assert "Decided: Released" in titles
    received = {event.title: event.by for event in events if event.title.endswith("received")}
    assert received["Payment received"] == firms[made.payment.head.payCode].name
    assert len(received) == 4


def test_a_cancelled_declaration_says_so(client):
    made = a_parcel()
    arrive(*four(made), policy=all_to(Lane.HOLD))
    declaration = declaration_of(made.inventory)
    paper = a_cancellation(declaration, made.inventory)
    send_raw(in_message(paper, sender=paper.head.agentCode), paper.head.agentCode)
    decide()
    parcel = client.get(f"/desk/parcels/{declaration.pk}/").context["parcel"]
    assert parcel.standing == "cancelled"
    assert "Cancellation granted" in [event.title for event in parcel.history]


def test_an_older_version_leads_to_the_newer_one(client):
    made = a_parcel()
    bad = changed(made.payment, amountPaid=made.payment.head.amountPaid + 1)
    arrive(made.order, bad, made.waybill, made.inventory)
    old = declaration_of(made.inventory)
    inventory = newer(made.inventory)
    send(inventory, newer(made.payment))
    decide()
    new = declaration_of(inventory)
    assert new.pk != old.pk
    facts = client.get(f"/desk/parcels/{old.pk}/").context["parcel"].summary
    assert [fact.url for fact in facts if fact.label == "Replaced by"] == [
        f"/desk/parcels/{new.pk}/"
    ]


def test_the_proof_names_everything_that_recomputes_the_decision(client):
    made = a_parcel()
    arrive(*four(made))
    proof = {str(fact.value) for fact in shown(client, made).proof}
    decision = decision_about(made.inventory)
    assert {decision.book, decision.law, decision.input_hash, f"{decision.draw:.12f}"} <= proof


def test_a_decision_of_a_rule_that_has_left_the_book_can_still_be_read(client):
    made = a_parcel()
    arrive(*four(made))
    decision_about(made.inventory).reasons.create(
        position=1, code="Z-99", evidence='{"what": "an old value"}', weight=0
    )
    [reason] = shown(client, made).reasons
    assert (reason.code, reason.evidence[0].value) == ("Z-99", "an old value")


def test_the_page_speaks_chinese(client):
    made = a_parcel()
    arrive(made.order, changed(made.payment, amountPaid=1), made.waybill, made.inventory)
    page = page_of(client, made, **{"Accept-Language": "zh-CN"})
    text = page.content.decode()
    assert '<html lang="zh-hans"' in text
    assert "不符合：支付金额与订单一致" in text
    assert "清单" in text


def test_a_page_asks_the_database_a_bounded_number_of_times(client, django_assert_max_num_queries):
    made = a_parcel()
    arrive(*four(made), at=timezone.now())
    page_of(client, made)
    with django_assert_max_num_queries(30):
        page_of(client, made)
