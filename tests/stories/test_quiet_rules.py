"""A rule that is kept quiet about somebody is told, and has no effect on their parcels."""

from datetime import timedelta

import pytest

from tests.cast import NOON
from tests.makers import (
    a_parcel,
    arrive,
    codes_of,
    decision_about,
    declaration_of,
    four,
    receipts_for,
)
from tests.risk.rulebook import AUTHOR, DAY, GROUNDS, in_force, text
from tidewaiter.engine.answers import Answer
from tidewaiter.flows.ask_rules import ask_rules
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.receive_message import law_on
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.book.snoozes import snooze, wake
from tidewaiter.risk.models import Snooze
from tidewaiter.risk.queries.performance import records
from tidewaiter.risk.rules.snoozes import Subject

HOLD = text("R-90-dear", severity="hold", effect="lane: hold")


def quiet_about(value: str) -> Snooze:
    rule = book_of_day(law_on(NOON)).rule("R-90-dear")
    return snooze(
        rule, Subject.MERCHANT, value, until=DAY + timedelta(days=5), grounds=GROUNDS, on=DAY,
        by=AUTHOR, at=NOON,
    )  # fmt: skip


@pytest.fixture
def merchant(firms: dict[str, Operator]) -> str:
    in_force(HOLD)
    arrive(*four(a_parcel()))
    assert decision_about(a_parcel().inventory).lane == "hold"
    return declaration_of(a_parcel().inventory).ebc_code


def of_the_same_merchant(merchant: str, seed: int):
    """Another parcel of a merchant."""
    for number in range(seed, seed + 400):
        parcel = a_parcel(seed=number)
        if parcel.inventory.head.ebcCode == merchant:
            return parcel
    raise LookupError(merchant)


def test_it_is_told_without_effect_until_it_is_woken(merchant: str) -> None:
    second, third = of_the_same_merchant(merchant, 2), of_the_same_merchant(merchant, 500)
    quiet = quiet_about(merchant)
    arrive(*four(second), at=NOON + timedelta(seconds=10))
    decision = decision_about(second.inventory)
    assert decision.lane == "release"
    assert "R-90-dear!" in codes_of(decision)
    assert '"snoozed":["R-90-dear"]' in decision.context
    assert not any("R-90" in receipt.content for receipt in receipts_for(second.inventory))
    assert records(NOON, until=NOON + timedelta(hours=1))["R-90-dear"].fired == 1
    wake(quiet, by=AUTHOR, at=NOON)
    arrive(*four(third), at=NOON + timedelta(seconds=20))
    assert decision_about(third.inventory).lane == "hold"


def test_its_day_ends_by_itself(merchant: str) -> None:
    quiet_about(merchant)
    parcel = of_the_same_merchant(merchant, 2)
    arrive(*four(parcel), at=NOON + timedelta(days=6))
    assert decision_about(parcel.inventory).lane == "hold"


def test_every_check_says_what_it_said_then(merchant: str) -> None:
    quiet_about(merchant)
    parcel = of_the_same_merchant(merchant, 2)
    arrive(*four(parcel), at=NOON + timedelta(seconds=10))
    first, second = decision_about(a_parcel().inventory), decision_about(parcel.inventory)
    said = [
        {one.rule.code: one.answer for one in ask_rules(decision, pack="cn", at=NOON)}
        for decision in (first, second)
    ]
    assert said[0]["R-90-dear"] is Answer.FIRED
    assert said[1]["R-90-dear"] is Answer.SNOOZED
    assert {said[0]["M-01"], said[1]["M-01"]} == {Answer.NOT_FIRED}
    assert "T-02" in said[0]
