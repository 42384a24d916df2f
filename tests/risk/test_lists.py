"""Named lists, and what rules do with them."""

from datetime import date, timedelta

import pytest

from tests.cast import ANALYST, CLERK, NOON, OFFICER
from tests.makers import a_parcel, arrive, codes_of, decision_about, four
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.flows.learn_prices import learn_prices
from tidewaiter.flows.parcel_frames import knowledge_frames
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.knowledge import put_on_list, take_off_list
from tidewaiter.risk.models import ListEntry, PeerPrice
from tidewaiter.risk.queries.beforehand import listed

PARCEL = a_parcel()
GROUNDS = "Seen in case 12."


def watch(value: str, *, until: date | None = None) -> ListEntry:
    return put_on_list("watch", value, grounds=GROUNDS, until=until, by=ANALYST, at=NOON)


def test_a_listed_value_holds_until_its_last_day(db: None) -> None:
    day = NOON.date()
    watch("A")
    watch("B", until=day)
    assert set(listed(on=day)) == {("watch", "A"), ("watch", "B")}
    assert listed(on=day + timedelta(days=1)) == [("watch", "A")]


def test_a_value_stands_on_a_list_once_and_the_newest_grounds_hold(db: None) -> None:
    watch("A")
    put_on_list("watch", "A", grounds="Seen again.", by=ANALYST, at=NOON)
    assert ListEntry.objects.get().grounds == "Seen again."


def test_what_is_taken_off_a_list_no_longer_holds_and_both_deeds_are_recorded(db: None) -> None:
    entry = watch("A")
    take_off_list(entry, grounds="A mistake.", by=ANALYST, at=NOON)
    assert listed(on=NOON.date()) == []
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["list.added", "list.removed"]


def test_only_those_who_keep_lists_change_them(db: None) -> None:
    entry = watch("A")
    for deed in (
        lambda: put_on_list("watch", "B", grounds=GROUNDS, by=OFFICER, at=NOON),
        lambda: take_off_list(entry, grounds=GROUNDS, by=OFFICER, at=NOON),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.kind is Kind.FORBIDDEN


def test_a_parcel_of_a_watched_merchant_says_so(firms: dict[str, Operator]) -> None:
    watch(PARCEL.inventory.head.ebcCode)
    arrive(*four(PARCEL))
    decision = decision_about(PARCEL.inventory)
    assert decision.outcome == "accepted"
    assert (decision.lane, decision.lane_by) == ("inspection", "rule")
    assert codes_of(decision) == ["N-01"]
    assert "watch" in decision.reasons.get().evidence


def test_a_parcel_of_another_merchant_does_not(firms: dict[str, Operator]) -> None:
    watch("another")
    arrive(*four(PARCEL))
    assert codes_of(decision_about(PARCEL.inventory)) == []


def test_prices_are_learned_from_accepted_parcels_and_replace_the_former_ones(
    firms: dict[str, Operator],
) -> None:
    arrive(*four(PARCEL))
    assert learn_prices(by=CLERK, at=NOON) == 1
    learned = PeerPrice.objects.get()
    line = PARCEL.inventory.lines[0]
    assert (learned.hs6, learned.country, learned.n) == (line.gcode[:6], line.country, 1)
    assert learned.median_log_price == pytest.approx(
        float((line.totalPrice / line.qty1).ln()), abs=1e-9
    )
    arrive(*four(a_parcel(seed=2)))
    learn_prices(by=CLERK, at=NOON)
    assert PeerPrice.objects.count() == knowledge_frames(at=NOON)["peers"].num_rows
    assert sum(PeerPrice.objects.values_list("n", flat=True)) == 2
