"""The overview adds up."""

from datetime import datetime, timedelta

from django.utils import timezone

from harbour.documents import documents
from tests.makers import (
    a_parcel,
    all_to,
    arrive,
    changed,
    decision_about,
    declaration_of,
    four,
    honest,
    send,
)
from tests.surfaces.visitors import a_person, at_the_desk
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.flows.send_another_way import send_another_way
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.states import Lane as RiskLane
from tidewaiter.surfaces.desk.overview import forget_overview, read_overview
from tidewaiter.surfaces.kit.figures import Remembered, forget_figures


def overview():
    """What the page says when nothing is remembered."""
    forget_figures()
    forget_overview()
    return read_overview(timezone.now())


def of(bars, key):
    """The count of one bar."""
    return next(bar.count for bar in bars if bar.key == key)


def test_an_empty_day_has_zeros_and_no_next_parcel(firms):
    page = overview()
    assert (page.decided_today, page.released_today, page.rejected_today, page.waiting) == (0,) * 4
    assert (page.p99_ms, page.oldest_waiting, page.next_url, page.reasons) == (None, None, "", ())
    assert len(page.minutes.labels) == 30
    assert [bar.key for bar in page.lanes] == [
        "release", "documents", "inspection", "audit", "hold", "delayed", "rejected",
        "cancelled",
    ]  # fmt: skip


def test_decisions_are_counted_by_what_became_of_them(firms):
    good, held, bad = (documents(parcel) for parcel in honest(3))
    now = timezone.now()
    arrive(*four(good), at=now)
    arrive(*four(held), at=now, policy=all_to(Lane.HOLD))
    payment = changed(bad.payment, amountPaid=bad.payment.head.amountPaid + 1)
    arrive(bad.order, payment, bad.waybill, bad.inventory, at=now)
    page = overview()
    assert (page.decided_today, page.released_today, page.rejected_today) == (3, 1, 1)
    assert (of(page.lanes, "release"), of(page.lanes, "hold")) == (1, 1)
    assert of(page.reasons, "M-02") == 1
    assert "standing=hold" in next(bar.url for bar in page.lanes if bar.key == "hold")


def test_yesterdays_decisions_are_not_todays(firms):
    good = a_parcel()
    arrive(*four(good), at=timezone.now() - timedelta(days=1))
    assert overview().decided_today == 0


def test_the_one_that_waits_longest_for_an_officer_comes_next(firms):
    first, second = (documents(parcel) for parcel in honest(2))
    now = timezone.now()
    for parcel in (first, second):
        arrive(*four(parcel), at=now, policy=all_to(Lane.INSPECTION))
    page = overview()
    assert page.to_officer == 2
    assert page.next_url == f"/desk/parcels/{declaration_of(first.inventory).pk}/"
    send_another_way(
        decision_about(first.inventory),
        RiskLane.HOLD,
        grounds="the seal is broken",
        by=a_person("senior_officer").actor,
        at=now,
    )
    page = overview()
    assert page.to_officer == 1
    assert page.next_url == f"/desk/parcels/{declaration_of(second.inventory).pk}/"


def test_who_keeps_parcels_waiting_is_named(firms):
    parcel = a_parcel()
    send(parcel.order, parcel.waybill, parcel.inventory, at=timezone.now())
    page = overview()
    assert page.waiting == 1
    [partner] = page.partners
    assert partner.document == "payment"
    assert partner.party == firms[parcel.order.head.payCode].name


def test_the_chart_shows_full_minutes_and_the_time_to_decide(firms):
    arrive(*four(a_parcel()), at=timezone.now())
    ago = timezone.now() - timedelta(minutes=2)
    Assessment.objects.update(decided_at=ago, ready_at=ago - timedelta(milliseconds=400))
    page = overview()
    [release] = [one.values for one in page.minutes.series if one.key == "release"]
    assert sum(release) == 1
    assert 400 <= page.p99_ms <= 421


def test_a_closed_minute_is_remembered_and_an_open_one_is_counted_anew(firms, monkeypatch):
    first, second = (documents(parcel) for parcel in honest(2))
    arrive(*four(first), at=timezone.now() - timedelta(minutes=5))
    before = sum(sum(one.values) for one in overview().minutes.series)
    arrive(*four(second), at=timezone.now() - timedelta(minutes=1, seconds=5))
    from tidewaiter.surfaces.kit.figures import lately

    lately.forget()
    after = sum(sum(one.values) for one in read_overview(timezone.now()).minutes.series)
    assert (before, after) == (1, 2)


def test_the_page_renews_its_parts_alone(firms):
    client = at_the_desk("officer")
    whole = client.get("/desk/").content.decode()
    parts = client.get("/desk/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in parts
    assert 'id="overview-figures"' in parts


def test_updates_can_be_paused(firms):
    assert b"hx-get" not in at_the_desk("officer").get("/desk/?live=off").content


def test_ten_screens_cost_as_much_as_one(firms, django_assert_num_queries):
    client = at_the_desk("officer")
    client.get("/desk/")
    with django_assert_num_queries(3):  # the session, the officer, the firms that are named
        client.get("/desk/")


def test_what_takes_long_is_read_seldom():
    reads: list[datetime] = []
    remembered = Remembered(lambda: reads.append(timezone.now()) or len(reads), least=60)
    assert [remembered() for _ in range(5)] == [1] * 5
    remembered.forget()
    assert remembered() == 2
