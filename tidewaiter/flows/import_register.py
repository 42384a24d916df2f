"""Take a register of others in, line by line: what is not taken is told, and the rest goes on."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.registry.commands.importing import take_line
from tidewaiter.registry.models import Role
from tidewaiter.registry.rules.importing import COLUMNS, LAW, NEEDED, line_of

ROLES = frozenset(role.value for role in Role)
LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a line: the number of the firm, or why it was not taken."""

    line: int
    code: str
    refusal: Refusal | None = None


def import_register(file: Path, *, by: Actor, at: datetime) -> Iterator[Taken]:
    """Take in a file of CSV or JSON; each line is taken whole or not at all.

    Raises Refusal, before anything is taken, where the file itself cannot be read.
    """
    for number, told in _lines(file):
        code = str(told.get("code") or "")[:18] if isinstance(told, Mapping) else ""
        try:
            if not isinstance(told, Mapping):
                raise _shape(str(told))
            take_line(line_of(told, roles=ROLES), source=file.name, by=by, at=at)
        except Refusal as refusal:
            yield Taken(number, code, refusal)
        except (DatabaseError, UnicodeError, ValueError) as trouble:
            yield Taken(number, code, _shape(type(trouble).__name__))
        else:
            yield Taken(number, code)


def _lines(file: Path) -> Iterator[tuple[int, Any]]:
    try:
        if file.suffix.lower() == ".csv":
            return iter(_csv(file))
        return iter(_json(file))
    except (OSError, UnicodeDecodeError, csv.Error) as trouble:
        raise _unread(file, type(trouble).__name__) from trouble


def _csv(file: Path) -> list[tuple[int, Any]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened, restkey="?")
        there = rows.fieldnames or []
        wanting = [name for name in NEEDED if name not in there]
        if wanting:
            raise _unread(file, f"no column {wanting[0]}")
        return [(rows.line_num, {k: v for k, v in row.items() if v}) for row in rows]


def _json(file: Path) -> list[tuple[int, Any]]:
    text = file.read_text("utf-8-sig")
    try:
        whole = json.loads(text)
    except ValueError:
        return [
            (number, _loaded(line))
            for number, line in enumerate(text.splitlines(), 1)
            if line.strip()
        ]
    if isinstance(whole, list):
        return list(enumerate(whole, 1))
    return [(1, whole)]


def _loaded(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return line[:60]


def _shape(given: str) -> Refusal:
    return Refusal(
        "registry.import.shape",
        Text("The line cannot be read: {given}", "无法读取该行：{given}"),
        values={"given": given[:60], "known": ", ".join(COLUMNS)},
        law=LAW,
        cure=Text(
            "Write one object with the names {known}.", "请写成包含以下名称的对象：{known}。"
        ),
    )


def _unread(file: Path, why: str) -> Refusal:
    return Refusal(
        "registry.import.file",
        Text("The file {file} cannot be read: {why}.", "无法读取文件 {file}：{why}。"),
        values={"file": file.name, "why": why, "known": ", ".join(NEEDED)},
        law=LAW,
        cure=Text(
            "Give CSV in UTF-8 whose first line names the columns (at least {known}), or JSON.",
            "请提供UTF-8编码且首行为列名（至少包括{known}）的CSV文件，或JSON文件。",
        ),
    )
