"""Write clean.csv and varied.csv again; the same bytes for the same seed.

python benchmarks/names/make.py
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.names import clean, varied
from benchmarks.names.listed import ofac

HERE = Path(__file__).parent


def make(folder: Path = HERE) -> None:
    """Write both files into a folder."""
    _write(folder / "clean.csv", clean.COLUMNS, clean.clean_names())
    _write(folder / "varied.csv", varied.COLUMNS, varied.varied_names(ofac()))


def _write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    make()
