"""Inspected parcels of an archive become what a model learns from."""

from pathlib import Path

import pytest

from benchmarks import bulk as benchmark
from tests.engine.makers import the_law
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.history.labelled import labelled, traits_of_day
from tidewaiter.engine.history.layout import FolderError, days
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.file import read
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.train_model import train
from tidewaiter.flows.watch_models import shifts_of

PARCELS = 3_000
FOUND = "hash(declaration_id, 3) % 5 = 0"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days; every second parcel was inspected, some on the day after it was declared."""
    folder = tmp_path_factory.mktemp("archive")
    program = compile_program(the_law(benchmark.DAY), load_book(), Policy(), seed="x")
    bulk = Bulk(threads=1, memory="1GB")
    goods = benchmark._context(bulk, program, PARCELS)
    for number, day in enumerate(("2026-03-02", "2026-03-03")):
        place = folder / f"day={day}"
        place.mkdir()
        benchmark._make(bulk, number * PARCELS, (number + 1) * PARCELS, 9_000, goods)
        put(bulk, "FROM declarations", place / "declarations.0001.parquet")
        put(bulk, "FROM declaration_lines", place / "declaration_lines.0001.parquet")
        put(bulk, "FROM peers", place / "peers.parquet")
        put(bulk, DECISIONS, place / "decisions.0001.parquet")
        put(bulk, FINDINGS.format(day=day), place / "findings.parquet")
    bulk.close()
    return folder


DECISIONS = """
SELECT declaration_id, 100.0 AS dutiable_value, 0.0 AS duty, 9.1 AS vat, 0.0 AS consumption_tax
FROM declarations
"""

FINDINGS = f"""
SELECT declaration_id, TIMESTAMP '{{day}} 20:00:00' AS filed_at,
    CASE WHEN {FOUND} THEN 'value' ELSE 'nothing' END AS code, {FOUND} AS confirmed,
    CASE WHEN {FOUND} THEN 300.0 END AS value_found, 'release' AS disposal, false AS by_draw
FROM declarations WHERE declaration_id % 2 = 0
"""


def put(bulk: Bulk, query: str, path: Path) -> None:
    bulk.connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def rewritten(archive: Path, tmp_path: Path, findings: str) -> Path:
    """The first day of the archive with other findings."""
    place = tmp_path / "day=2026-03-02"
    place.mkdir()
    for path in (archive / "day=2026-03-02").iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    bulk = Bulk(threads=1, memory="1GB")
    source = archive / "day=2026-03-02" / "findings.parquet"
    put(
        bulk,
        findings.format(source=f"read_parquet('{source}', hive_partitioning = false)"),
        place / "findings.parquet",
    )
    bulk.close()
    return tmp_path


def test_every_inspected_parcel_is_there_once_with_what_was_found(archive: Path) -> None:
    told = labelled(archive)
    assert (told.table.num_rows, told.elsewhere) == (PARCELS, 0)
    rows = told.table.select(["found", "recovered"]).to_pylist()
    assert 0.15 < sum(row["found"] for row in rows) / PARCELS < 0.25
    # the value was 300 instead of 100, so twice the taxes were due in addition
    assert {round(row["recovered"], 6) for row in rows if row["found"]} == {18.2}
    assert {row["recovered"] for row in rows if not row["found"]} == {0}


def test_a_later_act_corrects_an_earlier_one(archive: Path, tmp_path: Path) -> None:
    corrected = (
        "FROM {source} UNION ALL SELECT declaration_id, filed_at + INTERVAL 1 HOUR, 'nothing', "
        "false, NULL, disposal, by_draw FROM {source} WHERE confirmed"
    )
    told = labelled(rewritten(archive, tmp_path, corrected))
    assert sum(told.table.column("found").to_pylist()) == 0


def test_findings_without_a_label_are_counted_and_refused(archive: Path, tmp_path: Path) -> None:
    without = "SELECT * REPLACE (nullif(confirmed, true) AS confirmed) FROM {source}"
    with pytest.raises(ModelError, match=r"\d+ findings of day=2026-03-02 have no label"):
        labelled(rewritten(archive, tmp_path, without))


def test_findings_about_parcels_of_no_archived_day_are_counted(
    archive: Path, tmp_path: Path
) -> None:
    strange = "SELECT * REPLACE (declaration_id + 1000000 AS declaration_id) FROM {source}"
    told = labelled(rewritten(archive, tmp_path, strange))
    assert (told.table.num_rows, told.elsewhere) == (0, PARCELS // 2)


def test_a_folder_without_findings_says_so(archive: Path, tmp_path: Path) -> None:
    place = rewritten(archive, tmp_path, "FROM {source}")
    (place / "day=2026-03-02" / "findings.parquet").unlink()
    with pytest.raises(FolderError, match="no day holds findings"):
        labelled(place)


def test_too_few_labels_are_refused_with_a_code(archive: Path, tmp_path: Path) -> None:
    few = rewritten(archive, tmp_path, "FROM {source} LIMIT 100")
    with pytest.raises(Refusal, match="100 labelled inspections") as refused:
        train(few)
    assert refused.value.code == "model.few"


def test_a_model_is_learned_from_the_archive_and_knows_a_day_like_it(archive: Path) -> None:
    stored = read(train(archive, threads=1).content)
    assert stored.model.facts.labels == PARCELS
    day = traits_of_day(days(archive)[1])
    shifts, unseen, parcels = shifts_of(stored, day)
    assert parcels == PARCELS and 0 <= unseen <= 1
    assert shifts["log_mass"] < 0.1
    heavier = day.set_column(
        day.column_names.index("mass"),
        "mass",
        [[mass * 20 for mass in day.column("mass").to_pylist()]],
    )
    assert shifts_of(stored, heavier)[0]["log_mass"] > 0.25
