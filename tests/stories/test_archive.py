"""A day that is over is written into the archive once, whole, and without anybody in it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from harbour.frauds import Shares
from harbour.world import World
from tests.cast import NOON, SENIOR
from tests.makers import START, a_parcel, all_to, arrive, changed, four, newer
from tests.stories.test_harbour import stream
from tests.stories.test_personal_data import LATIN, canaries, forms, planted
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.history import layout
from tidewaiter.engine.selection.policy import Lane as Ranked
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows import archive_day as story
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.decide import change_lane
from tidewaiter.risk.models import Assessment, Reason
from tidewaiter.risk.states import Lane

DAY = NOON.date()
NEXT = NOON + timedelta(days=1)
MIXED = Shares(*(0.05 for _ in range(7)))


def archived(
    folder: Path, *, again: bool = False, part: int = 200_000, policy: Policy | None = None
) -> story.Archived:
    return story.archive_day(
        DAY, folder, book=load_book(), policy=policy or Policy(), seed="tests", at=NEXT,
        again=again, part=part,
    )  # fmt: skip


def read(folder: Path, table: str, what: str = "*") -> list[tuple[object, ...]]:
    (day,) = layout.days(folder)
    files = [str(path) for path in day.files(table)]
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT {what} FROM read_parquet(?, hive_partitioning = false) ORDER BY 1", [files]
        ).fetchall()


@pytest.fixture
def busy_day(firms: dict[str, Operator]) -> Iterator[None]:
    stream(list(World(5, MIXED).parcels(120, start=START, rate=200.0)), policy=Policy())
    yield


def test_every_decision_of_the_day_is_there_and_comes_out_again(
    busy_day: None, tmp_path: Path
) -> None:
    told = archived(tmp_path, part=50)
    stored = {one.declaration_id: one for one in Assessment.objects.all()}
    assert (told.parcels, told.differing, told.by_others) == (len(stored), 0, 0)
    assert len(layout.days(tmp_path)[0].parts) > 1
    rows = read(tmp_path, "decisions", "declaration_id, outcome, lane, input_hash, duty")
    assert rows == [
        (number, one.outcome, one.lane, one.input_hash, one.duty)
        for number, one in sorted(stored.items())
    ]
    codes = read(tmp_path, "reasons", "declaration_id, position, code")
    assert sorted(codes) == sorted(
        Reason.objects.values_list("assessment__declaration_id", "position", "code")
    )
    facts = dict(read(tmp_path, "parcel_facts", "declaration_id, outcome"))
    assert facts == {number: one.outcome for number, one in stored.items()}
    lines = read(tmp_path, "line_facts", "count(*)")
    assert lines == read(tmp_path, "declaration_lines", "count(*)")
    assert read(tmp_path, "quota_entries", "count(*)") != [(0,)]
    assert read(tmp_path, "parties", "count(*)") != [(0,)]


def test_nobody_is_in_the_archive(firms: dict[str, Operator], tmp_path: Path) -> None:
    order, payment, waybill, inventory = (planted(paper) for paper in four(a_parcel()))
    arrive(
        order,
        payment,
        changed(waybill, consignee=LATIN, consigneeTelephone="15400001111"),
        changed(inventory, buyerName=LATIN, buyerIdNumber="110000197001011234"),
    )
    assert Reason.objects.filter(evidence__contains="left_masked").exists()
    archived(tmp_path)
    seen = 0
    with duckdb.connect() as connection:
        for path in tmp_path.rglob("*"):
            if not path.is_file():
                continue
            text = path.read_bytes()
            if path.suffix == ".parquet":
                rows = connection.execute(f"FROM read_parquet('{path}')").fetchall()
                text += repr(rows).encode() + json.dumps(rows, default=str).encode()
            seen += 1
            assert b"_masked" not in text, path
            for canary in canaries():
                for form in forms(canary):
                    assert form not in text, f"{canary} stands in {path.name}"
    assert seen > 12
    # the same search finds what is not hidden, and people by their indexes only
    assert order.head.orderNo in repr(read(tmp_path, "orders"))
    assert str(Assessment.objects.get().declaration.buyer_ix) in repr(
        read(tmp_path, "declarations")
    )


def test_a_day_is_written_once_and_anew_only_when_asked(busy_day: None, tmp_path: Path) -> None:
    first = archived(tmp_path)
    assert first.written
    made = first.folder.stat().st_mtime_ns
    again = archived(tmp_path)
    assert not again.written
    assert again.parcels == first.parcels
    assert first.folder.stat().st_mtime_ns == made
    assert archived(tmp_path, again=True).written
    assert [child.name for child in tmp_path.glob("[!.]*")] == [f"day={DAY}"]


def test_an_interrupted_day_goes_on_after_its_last_whole_part(
    busy_day: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written, failed = story.PartWriter.write, [], []

    def failing(self: story.PartWriter, folder: Path, number: int) -> object:
        if number == 2 and not failed:
            failed.append(number)
            raise RuntimeError("the power went off")
        written.append(number)
        return write(self, folder, number)

    monkeypatch.setattr(story.PartWriter, "write", failing)
    with pytest.raises(RuntimeError):
        archived(tmp_path, part=50)
    with pytest.raises(layout.FolderError):  # nothing that looks like a day stands there
        layout.days(tmp_path)
    told = archived(tmp_path, part=50)
    assert written.count(1) == 1
    assert told.parcels == Assessment.objects.count()
    assert len(read(tmp_path, "decisions")) == told.parcels


def test_what_officers_and_later_documents_changed_does_not_change_the_facts(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    papers = four(a_parcel())
    arrive(changed(papers[0], buyerName="某某"), *papers[1:])
    assert Assessment.objects.get().outcome == "rejected"
    arrive(newer(papers[0]), policy=all_to(Lane.DOCUMENTS))
    assert Assessment.objects.count() == 2
    change_lane(
        Assessment.objects.get(current=True), Lane.INSPECTION, by=SENIOR, at=NOON,
        grounds="The picture shows something else.",
    )  # fmt: skip
    told = archived(tmp_path, policy=all_to(Lane.DOCUMENTS))
    assert (told.parcels, told.differing) == (1, 0)
    assert read(tmp_path, "decisions", "lane") == [("inspection",)]
    assert read(tmp_path, "parcel_facts", "lane_rank") == [(Ranked.DOCUMENTS.rank,)]


def test_a_day_that_is_not_over_is_refused(firms: dict[str, Operator], tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        story.archive_day(DAY, tmp_path, book=load_book(), policy=Policy(), seed="tests", at=NOON)
    assert refused.value.code == "archive.not-over"
    assert "2026-06-01" in refused.value.sentence()


def test_the_days_that_are_missing_are_found(busy_day: None, tmp_path: Path) -> None:
    archived(tmp_path)
    days = story.last_days(tmp_path, at=NEXT, back=3)
    assert [str(day) for day in days] == ["2026-05-30", "2026-05-31"]
