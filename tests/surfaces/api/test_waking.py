"""Who waits for receipts is woken at the commit that brings them."""

import time
from collections.abc import Iterator
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.surfaces.api.makers import receipts_for
from tidewaiter.surfaces.api.waking import Waking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waking() -> Iterator[Waking]:
    made = Waking()
    made.mark(1)
    for _ in range(100):
        if made._listening:
            break
        time.sleep(0.05)
    assert made._listening
    yield made
    made.close()


def waited(waking: Waking, recipient: int, mark: int) -> float:
    """How long a wait for a recipient takes, of at most a second."""
    began = time.monotonic()
    waking.wait(recipient, mark, 20)
    return time.monotonic() - began


def test_the_one_whose_receipts_are_committed_is_woken_and_no_other(firm, waking) -> None:
    own, other = waking.mark(firm.operator.pk), waking.mark(firm.operator.pk + 1)

    def deliver() -> None:
        time.sleep(0.2)
        with transaction.atomic():
            receipts_for(firm.operator)
        connection.close()

    thread = Thread(target=deliver)
    thread.start()
    assert waited(waking, firm.operator.pk, own) < 0.9
    thread.join()
    assert waited(waking, firm.operator.pk + 1, other) > 0.9
    # what was told before one waits is not unheard
    assert waited(waking, firm.operator.pk, own) < 0.1


def test_what_is_rolled_back_wakes_nobody(firm, waking) -> None:
    mark = waking.mark(firm.operator.pk)
    with transaction.atomic():
        receipts_for(firm.operator)
        transaction.set_rollback(True)
    assert waited(waking, firm.operator.pk, mark) > 0.9


def test_without_the_database_one_looks_ten_times_a_second() -> None:
    deaf = Waking()
    deaf._thread = Thread()
    assert waited(deaf, 7, deaf.mark(7)) < 0.5
    deaf._thread = None


def test_more_recipients_than_can_be_named_are_all_told(waking) -> None:
    mark = waking.mark(5)
    waking.tell("")
    assert waited(waking, 5, mark) < 0.1
