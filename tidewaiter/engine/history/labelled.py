"""Inspected parcels of the archive with what was found: what a model learns from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tidewaiter.engine.conditions import literal
from tidewaiter.engine.frames import FRAMES
from tidewaiter.engine.history.layout import Day, FolderError, days
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.scoring import TRAITS

_FINDINGS = """
SELECT declaration_id, latest.confirmed AS confirmed, CAST(latest.value AS DOUBLE) AS value_found
FROM (
    SELECT declaration_id,
        arg_max({{'confirmed': confirmed, 'value': value_found}}, filed_at) AS latest
    FROM read_parquet({files}) GROUP BY declaration_id
)
"""

_UNLABELLED = """
SELECT count(*), min(declaration_id) FROM read_parquet({files})
WHERE confirmed IS NULL OR code IS NULL
"""

_LABELLED = """
SELECT t.*, CAST(f.confirmed AS INTEGER) AS found,
    CASE WHEN f.confirmed AND f.value_found > d.dutiable_value AND d.dutiable_value > 0
        THEN (f.value_found - d.dutiable_value) / d.dutiable_value
            * (d.duty + d.vat + d.consumption_tax)
        ELSE 0 END AS recovered
FROM ({traits}) AS t
JOIN findings AS f ON f.declaration_id = t.declaration_id
JOIN (SELECT declaration_id, any_value(CAST(dutiable_value AS DOUBLE)) AS dutiable_value,
        any_value(CAST(duty AS DOUBLE)) AS duty, any_value(CAST(vat AS DOUBLE)) AS vat,
        any_value(CAST(consumption_tax AS DOUBLE)) AS consumption_tax
    FROM read_parquet({decisions}) GROUP BY declaration_id) AS d
    ON d.declaration_id = t.declaration_id
ORDER BY t.declaration_id
"""


@dataclass(frozen=True)
class Labelled:
    """A table of traits with `found` and `recovered`; how many findings name a parcel that no day
    of the archive holds.
    """

    table: Any
    elsewhere: int


def labelled(folder: Path) -> Labelled:
    """The inspected parcels of an archive, each with its latest finding.

    Raises FolderError where the folder is no archive or has no findings, ModelError where a finding
    has no label.
    """
    found = days(folder)
    files = [path for day in found for path in day.files("findings")]
    if not files:
        raise FolderError(
            f"{folder}: no day holds findings. Days that `tidewaiter archive` writes have them "
            "once acts of inspection are filed."
        )
    with duckdb.connect(config={"threads": 2}) as connection:
        _check(connection, found)
        connection.execute(f"CREATE TABLE findings AS {_FINDINGS.format(files=_listed(files))}")
        parts = [_of_day(connection, day) for day in found]
        [(total,)] = connection.execute("SELECT count(*) FROM findings").fetchall()
    table = pa.concat_tables([part for part in parts if part is not None])
    return Labelled(table, total - len(set(table.column("declaration_id").to_pylist())))


def traits_of_day(day: Day) -> Any:
    """What a model looks at of all parcels of a day."""
    with duckdb.connect(config={"threads": 2}) as connection:
        _frames(connection, day, "")
        return connection.execute(TRAITS).to_arrow_table()


def _check(connection: Any, found: Sequence[Day]) -> None:
    for day in found:
        files = day.files("findings")
        if not files:
            continue
        sql = _UNLABELLED.format(files=_listed(files))
        [(missing, first)] = connection.execute(sql).fetchall()
        if missing:
            raise ModelError(
                "model.unlabelled",
                "{missing} findings of {day} have no label; the first is about declaration "
                "{first}.",
                "File what each inspection found, “nothing” too, and write the day anew "
                "(tidewaiter archive --day … --again). The model in force stays.",
                {"missing": missing, "day": day.label, "first": first},
            )


def _of_day(connection: Any, day: Day) -> Any:
    decisions = day.files("decisions")
    if not decisions:
        return None
    _frames(connection, day, "WHERE declaration_id IN (SELECT declaration_id FROM findings)")
    sql = _LABELLED.format(traits=TRAITS, decisions=_listed(decisions))
    return connection.execute(sql).to_arrow_table()


def _frames(connection: Any, day: Day, which: str) -> None:
    """The frames that the traits are worked out from, as views over the day's files."""
    for name in ("declarations", "declaration_lines"):
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet({_listed(day.files(name))}) "
            f"{which}"
        )
    peers = day.files("peers")
    source = f"FROM read_parquet({_listed(peers)})" if peers else "FROM no_peers"
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS no_peers ({FRAMES['peers'].ddl})")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW peers AS {source}")


def _listed(files: Sequence[Path]) -> str:
    return "[" + ", ".join(literal(str(path)) for path in files) + "], hive_partitioning = false"
