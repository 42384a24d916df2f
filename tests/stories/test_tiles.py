"""What sellers, platforms and goods add up to is borne out by the archive of the day."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from harbour.frauds import Shares
from harbour.world import World
from tests.cast import NOON, SENIOR
from tests.makers import START, a_parcel, arrive, changed, four, newer
from tests.stories.test_archive import DAY, NEXT, archived
from tests.stories.test_harbour import stream
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.engine.tiles import Kind
from tidewaiter.flows.check_tiles import check_tiles, unchecked
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.tiles import add_to_tiles, keep_tile_check
from tidewaiter.risk.models import Assessment, PeerPrice, Tile, TileCheck
from tidewaiter.risk.queries.tiles import Past, tiles_before

MIXED = Shares(*(0.05 for _ in range(7)))


@pytest.fixture
def busy_day(firms: dict[str, Operator]) -> None:
    """A day of parcels whose goods have peers, decided batch by batch."""
    parcels = list(World(5, MIXED).parcels(150, start=START, rate=200.0))
    kinds = {
        (line.good.hs[:6], line.offer.country, line.good.unit1)
        for parcel in parcels
        for line in parcel.lines
    }
    PeerPrice.objects.bulk_create(
        PeerPrice(hs6=hs6, country=country, unit1=unit, n=50, median_log_price=8.0,
                  mad_log_price=0.5, median_log_density=6.0, mad_log_density=0.5)
        for hs6, country, unit in kinds
    )  # fmt: skip
    stream(parcels, policy=Policy())


def checked(folder: Path, day: date = DAY) -> TileCheck:
    return check_tiles(day, folder, book=load_book(), by=SENIOR, at=NEXT)


def test_the_archive_bears_out_every_tile(busy_day: None, tmp_path: Path) -> None:
    archived(tmp_path, part=40)
    assert unchecked(tmp_path, since=DAY) == [DAY]
    tiles = {tile.key.split(":")[0] for tile in Tile.objects.all()}
    assert tiles == {"seller", "hour", "on", "by", "platform", "goods", "market"}
    told = checked(tmp_path)
    assert (told.differing, told.tiles > 100) == (0, True)
    assert unchecked(tmp_path, since=DAY) == []
    sold = sum(Tile.objects.filter(key__startswith="seller:").values_list("n", flat=True))
    assert sold == Assessment.objects.count()


def test_a_tile_that_is_wrong_raises_the_alarm(
    busy_day: None, tmp_path: Path, client: Client
) -> None:
    archived(tmp_path)
    tile = Tile.objects.filter(key__startswith="goods:").first()
    assert tile is not None
    Tile.objects.filter(pk=tile.pk).update(z=tile.z + 1)
    Tile.objects.filter(key__startswith="hour:").last().delete()
    assert checked(tmp_path).differing == 2
    assert client.get("/health").json()["tiles_differing"] == 2
    assert "tidewaiter_tiles_differing 2" in client.get("/metrics").content.decode()
    assert unchecked(tmp_path, since=DAY) == [DAY], "a day that differs is looked at again"
    assert Tile.objects.filter(key=tile.key, day=DAY).exists(), "and stays as it is"
    with pytest.raises(Refusal, match="not-archived"):
        checked(tmp_path, DAY - timedelta(days=3))


def test_a_parcel_that_is_decided_again_counts_once(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    order, payment, waybill, inventory = four(a_parcel())
    arrive(order, changed(payment, amountPaid="1.00"), waybill, inventory)
    before = dict(Tile.objects.values_list("key", "n"))
    arrive(newer(payment))
    assert Assessment.objects.count() == 2
    assert dict(Tile.objects.values_list("key", "n")) == before
    assert set(before.values()) == {1}
    archived(tmp_path)
    assert checked(tmp_path).differing == 0


@pytest.mark.django_db
def test_days_that_were_checked_are_put_together_by_month() -> None:
    days = [date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2)]
    keys = ("goods:A:330499", "seller:A", "hour:A:7")

    def known() -> list[tuple[object, ...]]:
        wanted = [(Kind.GOODS, keys[0]), (Kind.SELLER, keys[1])]
        return sorted(tiles_before(wanted, today=date(2026, 6, 3)))

    for place, day in enumerate(days):
        add_to_tiles({key: [place + 1, 0, 0, 1, -500, 250] for key in keys}, day=day)
    before = known()
    assert [row[1] for row in before] == [10, 10]
    for day in days:
        keep_tile_check(day, tiles=1, differing=0, by=SENIOR, at=NOON)
    assert known() == before
    kept = Counter(Tile.objects.values_list("key", flat=True))
    assert kept == {keys[0]: 2, keys[1]: 4, keys[2]: 1}


@pytest.mark.django_db
def test_what_is_remembered_of_closed_days_is_what_a_fresh_look_says() -> None:
    today, keys = date(2026, 6, 3), ("seller:A", "goods:A:330499", "hour:A:7", "on:A:B")
    wanted = [
        (Kind.SELLER, keys[0]),
        (Kind.GOODS, keys[1]),
        (Kind.HOUR, keys[2]),
        (Kind.ON, keys[3]),
    ]
    past = Past()
    for back in (40, 3, 1, 0, 0):
        add_to_tiles({key: [2, 1, 0, 1, -7, 49] for key in keys}, day=today - timedelta(days=back))
        if back < 2:
            remembered = tiles_before(wanted, today=today, past=past)
            assert remembered == tiles_before(wanted, today=today)
            assert remembered == tiles_before(wanted, today=today, opened=today, past=Past())
    by_key = {row[0]: row for row in remembered}
    assert by_key["seller:A"] == ("seller:A", 8, 4, 4, 0, 4, -28, 196, date(2026, 6, 2))
    assert by_key["hour:A:7"][1:3] == (4, 4)
    assert by_key["goods:A:330499"][1] == 8
