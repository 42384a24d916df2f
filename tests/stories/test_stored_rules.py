"""Stored rules decide parcels as soon as they hold, and what they decided can be decided again."""

from datetime import timedelta

import pytest

from tests.cast import CLERK, NOON
from tests.makers import (
    NOTHING_DRAWN,
    a_parcel,
    arrive,
    codes_of,
    decision_about,
    four,
    receipts_for,
    send,
    tools,
)
from tests.risk.rulebook import GROUNDS, HEAD, in_force, in_shadow, text
from tidewaiter.engine.book.loader import load_book
from tidewaiter.flows.assess_arrivals import assess_arrivals
from tidewaiter.flows.tell_receipts import as_json
from tidewaiter.intake.models import Receipt
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.book import moving
from tidewaiter.risk.models import BookEdition, ShadowHit
from tidewaiter.risk.queries.book import edition

PARCEL = a_parcel()
OTHER = a_parcel(seed=2)
HOLD = text("R-90-dear", severity="hold", effect="lane: hold")


def test_a_stored_rule_decides_and_is_named_with_its_evidence(firms: dict[str, Operator]) -> None:
    in_force(HOLD)
    arrive(*four(PARCEL))
    decision = decision_about(PARCEL.inventory)
    assert decision.lane == "hold"
    assert codes_of(decision) == ["R-90-dear"]
    [reason] = decision.reasons.all()
    assert "dutiable_value" in reason.evidence


def test_a_running_assessor_picks_the_book_up_and_the_roll_back_too(
    firms: dict[str, Operator],
) -> None:
    kept = tools(NOTHING_DRAWN)

    def decided(parcel, seconds):
        send(*four(parcel), at=NOON)
        assess_arrivals(kept, by=CLERK, at=NOON + timedelta(seconds=seconds))
        return decision_about(parcel.inventory).lane

    assert decided(PARCEL, 0) == "release"
    rule = in_force(HOLD)
    assert decided(OTHER, 2) == "hold"
    moving.roll_back(rule, grounds=GROUNDS, by=HEAD, at=NOON)
    assert decided(a_parcel(seed=3), 4) == "release"


def test_a_rule_in_shadow_is_recorded_and_changes_nothing(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    before = decision_about(PARCEL.inventory)
    rule = in_shadow(text(severity="reject", effect=""))
    arrive(*four(OTHER))
    after = decision_about(OTHER.inventory)
    assert (after.outcome, after.lane, after.score) == (before.outcome, before.lane, before.score)
    assert not [code for code in codes_of(after) if code.startswith("R-90")]
    [hit] = ShadowHit.objects.all()
    assert (hit.rule, hit.assessment) == (rule, after)
    assert "dutiable_value" in hit.evidence
    assert not any("R-90" in receipt.content for receipt in Receipt.objects.all())


def test_the_book_of_every_decision_is_kept(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    in_force(HOLD)
    in_shadow(text("R-91-quiet", limit=3))
    arrive(*four(OTHER))
    versions = {decision_about(one.inventory).book for one in (PARCEL, OTHER)}
    assert len(versions) == 2
    assert {one.version for one in BookEdition.objects.all()} == versions
    for version in versions:
        again = edition(version)
        assert again.version == version
    assert edition(decision_about(PARCEL.inventory).book).rules == load_book().rules
    assert edition("0" * 16) is None


def test_a_rule_of_the_office_that_rejects_tells_the_sender_why(
    firms: dict[str, Operator],
) -> None:
    in_force(text(severity="reject", effect=""))
    arrive(*four(PARCEL))
    decision = decision_about(PARCEL.inventory)
    assert (decision.outcome, codes_of(decision)) == ("rejected", ["R-90-dear"])
    receipt = receipts_for(PARCEL.inventory)[-1]
    row = (
        receipt.pk, receipt.at, receipt.message_id, receipt.position, receipt.kind,
        receipt.status, receipt.content,
    )  # fmt: skip
    told = as_json(row, "en").decode()
    assert "TW-R-90-DEAR" in told
    assert "Keep the invoice ready." in told


@pytest.mark.parametrize("limit", [500_000])
def test_a_rule_that_does_not_fire_leaves_no_trace(firms: dict[str, Operator], limit: int) -> None:
    in_force(text(limit=limit))
    in_shadow(text("R-91-quiet", limit=limit))
    arrive(*four(PARCEL))
    codes = codes_of(decision_about(PARCEL.inventory))
    assert not [code for code in codes if code.startswith("R-9")]
    assert ShadowHit.objects.count() == 0
