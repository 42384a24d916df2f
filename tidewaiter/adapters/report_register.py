"""Ask a register of test reports for a number: a file of our own, or an address that answers JSON.

A register that does not answer says nothing about a report: the answer is then “silent”.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

SECONDS = 10.0
FIELDS = ("standing", "model", "issued_on", "sha256")
_FILE = ("laboratory", "number", *FIELDS)


def look_up(laboratory: str, number: str, *, where: str) -> dict[str, str]:
    """What the register at `where` has under a laboratory's code and a report number.

    `standing` is found, withdrawn, absent or silent; the rest is empty where it is not known.
    """
    if where.startswith(("http://", "https://")):
        return _asked(laboratory, number, where)
    return _read(laboratory, number, Path(where))


def _read(laboratory: str, number: str, path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if rows.fieldnames is None or not set(_FILE) <= set(rows.fieldnames):
                return _answer("silent", {})
            for row in rows:
                if row["laboratory"] == laboratory and row["number"] == number:
                    return _answer(row["standing"] or "found", row)
    except (OSError, UnicodeDecodeError, csv.Error):
        return _answer("silent", {})
    return _answer("absent", {})


def _asked(laboratory: str, number: str, address: str) -> dict[str, str]:
    try:
        said = httpx.get(
            address, params={"laboratory": laboratory, "number": number}, timeout=SECONDS
        )
        if said.status_code == 404:
            return _answer("absent", {})
        told = said.json() if said.status_code == 200 else None
    except (httpx.HTTPError, ValueError):
        return _answer("silent", {})
    if not isinstance(told, dict):
        return _answer("silent", {})
    return _answer(str(told.get("standing") or "found"), told)


def _answer(standing: str, row: Mapping[str, Any]) -> dict[str, str]:
    known = standing if standing in {"found", "withdrawn", "absent", "silent"} else "silent"
    return {**{name: str(row.get(name) or "") for name in FIELDS}, "standing": known}
