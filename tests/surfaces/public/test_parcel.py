"""“Where is my parcel?” answers whoever knows the waybill number and four digits."""

import re

import pytest
from django.test import Client

from tests.makers import (
    NOTHING_DRAWN,
    a_cancellation,
    a_parcel,
    a_signature,
    all_to,
    arrive,
    changed,
    decide,
    declaration_of,
    four,
    in_message,
    newer,
    send,
    send_raw,
)
from tidewaiter.base.audit.models import Entry
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.intake.models import Waybill

WRONG = "No parcel has this waybill number and these four digits"


@pytest.fixture
def made(firms):
    return a_parcel()


def ask(parcel, *, ending=None, number=None, client=None, **headers):
    """Ask where a parcel is."""
    head = parcel.waybill.head
    fields = {
        "waybill_no": head.logisticsNo if number is None else number,
        "phone_ending": head.consigneeTelephone[-4:] if ending is None else ending,
    }
    return (client or Client()).post("/parcel/", fields, **headers)


def wrong_ending(parcel):
    """Four digits that are not the last of the telephone number."""
    right = int(parcel.waybill.head.consigneeTelephone[-4:])
    return f"{(right + 1) % 10000:04d}"


@pytest.mark.parametrize("lane", list(Lane))
def test_the_buyer_reads_where_the_parcel_stands(made, lane):
    arrive(*four(made), policy=all_to(lane))
    answer = ask(made).context["answer"]
    assert (answer.standing, answer.waybill_no) == (lane.value, made.waybill.head.logisticsNo)
    assert answer.tax > 0
    assert answer.reasons == ()
    assert answer.history[0].title.startswith("Customs decided:")


def test_a_rejected_declaration_is_explained_with_its_cure(made):
    payment = changed(made.payment, amountPaid=made.payment.head.amountPaid + 1)
    arrive(made.order, payment, made.waybill, made.inventory)
    answer = ask(made).context["answer"]
    assert (answer.standing, answer.tax) == ("rejected", None)
    [reason] = answer.reasons
    assert reason.title == "Not met: The payment equals the order"
    assert Client().get(reason.url).status_code == 200


def test_what_is_missing_is_named(made):
    send(made.waybill)
    assert ask(made).context["answer"].waiting_for == ("Declaration",)
    send(made.inventory)
    assert ask(made).context["answer"].waiting_for == ("Order", "Payment")


def test_a_cancelled_declaration_is_told_so(made):
    arrive(*four(made), policy=all_to(Lane.HOLD))
    paper = a_cancellation(declaration_of(made.inventory), made.inventory)
    send_raw(in_message(paper, sender=paper.head.agentCode), paper.head.agentCode)
    decide()
    assert ask(made).context["answer"].standing == "cancelled"


def test_a_corrected_parcel_is_told_by_its_newer_decision(made):
    bad = changed(made.payment, amountPaid=made.payment.head.amountPaid + 1)
    arrive(made.order, bad, made.waybill, made.inventory)
    send(newer(made.payment), newer(made.inventory))
    decide(policy=NOTHING_DRAWN)
    assert ask(made).context["answer"].standing == "release"


def test_the_signature_of_the_consignee_is_part_of_the_answer(made):
    arrive(*four(made))
    send(a_signature(made.waybill))
    titles = [event.title for event in ask(made).context["answer"].history]
    assert "It was handed to the consignee" in titles


def test_an_unknown_number_and_wrong_digits_get_the_same_answer(made):
    arrive(*four(made))
    pages = [
        ask(made, ending=wrong_ending(made)),
        ask(made, number="TWNOSUCHWAYBILL"),
    ]
    assert {page.status_code for page in pages} == {422}
    assert all(WRONG in page.content.decode() for page in pages)
    cleaned = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}
    assert len(cleaned) == 1


@pytest.mark.parametrize("ending", ["", "123", "12345", "abcd", "１２３４", " 123"])
def test_what_is_not_four_digits_is_pointed_out(made, ending):
    page = ask(made, ending=ending)
    assert page.status_code == 422
    assert page.context["form"].errors["phone_ending"]


def test_the_answer_names_nobody(made):
    arrive(*four(made))
    text, head = ask(made).content.decode(), made.order.head
    for value in (
        head.buyerName, head.consignee, head.consigneeAddress, head.buyerTelephone,
        head.buyerIdNumber, made.inventory.lines[0].gname, made.inventory.head.agentName,
    ):  # fmt: skip
        assert value not in text


def test_nothing_that_was_typed_is_kept(made):
    arrive(*four(made))
    ask(made)
    ask(made, number="TWNOSUCHWAYBILL")
    written = " ".join(str(vars(entry)) for entry in Entry.objects.all())
    assert "TWNOSUCHWAYBILL" not in written
    assert made.waybill.head.consigneeTelephone[-4:] + "'" not in written
    assert Entry.objects.filter(verb="parcel.asked-for").count() == 2


def test_the_eleventh_question_in_a_minute_has_to_wait(made):
    arrive(*four(made))
    client = Client()
    assert [ask(made, client=client).status_code for _ in range(10)] == [200] * 10
    page = ask(made, client=client)
    assert page.status_code == 429
    assert "parcel-question.wait" in page.content.decode()
    assert ask(made, client=client, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_the_digits_of_one_parcel_cannot_be_guessed_from_many_addresses(made):
    arrive(*four(made))
    answers = [
        ask(made, ending=wrong_ending(made), REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(21)
    ]
    assert answers == [422] * 20 + [429]


def test_right_digits_are_not_counted_as_guesses(made):
    arrive(*four(made))
    answers = {ask(made, REMOTE_ADDR=f"10.0.0.{number}").status_code for number in range(25)}
    assert answers == {200}


def test_a_waybill_without_a_telephone_number_is_found_by_nobody(made):
    arrive(*four(made))
    Waybill.objects.update(consignee_sealed=b"")
    for ending in ("----", "0000", ""):
        assert ask(made, ending=ending).status_code == 422


@pytest.mark.django_db
def test_the_form_takes_nothing_from_the_address():
    page = Client().get("/parcel/?waybill_no=TW1&phone_ending=1234")
    assert page.status_code == 200
    assert "TW1" not in page.context["form"].as_div()
