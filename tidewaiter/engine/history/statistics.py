"""Statistics of past days: what goods cost, how merchants behave; made anew each night."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from tidewaiter.engine import steps
from tidewaiter.engine.history.layout import days_with_facts

STATISTICS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "peers": ("peer_prices", "hs6, country, unit1"),
        "merchants": ("merchant_behaviour", "merchant"),
    }
)
"""The tables that are made: the step that gives each, and the order of its rows.

`peers` is the engine's frame of that name.
"""

READ = ("parcel_facts", "line_facts", "findings")


class Reader(Protocol):
    """What runs a query over the files of many days."""

    def over(self, tables: Mapping[str, Sequence[Path]]) -> None:
        """Gives the files names; a table without files is empty."""

    def write(self, query: str, order: str, path: Path) -> None:
        """Writes what a query gives."""


def make_statistics(source: Path, out: Path, reader: Reader) -> list[Path]:
    """Writes the statistics of all days of a folder into another; the files written.

    Raises FolderError where a day has no facts.
    """
    found = days_with_facts(source)
    reader.over({name: [path for day in found for path in day.files(name)] for name in READ})
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for table, (step, order) in STATISTICS.items():
        path = out / f"{table}.parquet"
        reader.write(steps.step(step).sql, order, path)
        written.append(path)
    return written
