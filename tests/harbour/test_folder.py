"""A harbour written into a folder."""

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from harbour.folder import write_folder
from harbour.register import FIRMS
from harbour.truth import TRUTH_SCHEMA
from tests.harbour.made import MANY_FRAUDS, START
from tidewaiter.intake.formats.ceb.xml import parse


def test_a_folder_holds_messages_firms_keys_and_truth(tmp_path: Path) -> None:
    summary = write_folder(tmp_path, 300, 5, start=START, shares=MANY_FRAUDS)
    files = sorted((tmp_path / "messages").iterdir())
    assert len(files) == summary.messages
    keys: Counter[str] = Counter()
    for file in files:
        _, kind, sender = file.stem.split("-")
        parsed = parse(file.read_bytes())
        assert (parsed.kind, parsed.transfer and parsed.transfer.copCode) == (kind, sender)
        if kind == "621":
            keys.update(one.key or "" for one in parsed.documents)
    truth = pq.read_table(tmp_path / "truth.parquet")
    assert truth.schema.equals(TRUTH_SCHEMA)
    rows = truth.to_pylist()
    assert len(rows) == 300 == summary.parcels
    assert keys == Counter(f"{row['agent_code']}/{row['cop_no']}" for row in rows)
    assert summary.frauds == dict(Counter(row["fraud"] for row in rows))
    assert {row["expected"] for row in rows} == {"accepted", "rejected", None}


def test_firms_json_lists_the_demo_register_with_certificates(tmp_path: Path) -> None:
    write_folder(tmp_path, 0, 5, start=START)
    firms = json.loads((tmp_path / "firms.json").read_text(encoding="utf-8"))
    assert [row["code"] for row in firms] == [one.code for one in FIRMS]
    for row in firms:
        assert (row["certificate"] is not None) == ("agent" in row["roles"])
        if row["certificate"]:
            assert (tmp_path / row["certificate"]).read_text().startswith("-----BEGIN CERT")
    assert pq.read_table(tmp_path / "truth.parquet").num_rows == 0


def test_the_same_seed_gives_the_same_truth(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_folder(tmp_path / name, 100, 5, start=START)
    one, other = (pq.read_table(tmp_path / name / "truth.parquet") for name in ("a", "b"))
    assert one.equals(other)
