"""Lists that an office keeps itself: CSV with a heading, or JSON.

Columns of the CSV: `number`, `name` (both needed), `sort` (person, firm, vessel, aircraft),
`aliases`, `weak_aliases`, `born`, `papers`, `addresses`, `countries`, `telephones`, `programmes`;
several values in one cell are parted by "|". The JSON is a list of objects with the same names,
whose values are texts or lists of texts; or an object with `source`, `version`, `dated`, `entries`.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from tidewaiter.engine.screening.entries import (
    Address,
    Edition,
    Entry,
    ListedName,
    NameKind,
    Paper,
    Sort,
    Strength,
)
from tidewaiter.engine.screening.lists.faults import bad_row, cut, empty, other_form
from tidewaiter.engine.screening.lists.reading import born, digest_of, text_of

NEEDED = ("number", "name")
COLUMNS = (
    *NEEDED,
    "sort",
    "aliases",
    "weak_aliases",
    "born",
    "papers",
    "addresses",
    "countries",
    "telephones",
    "programmes",
)


def read_own(files: Sequence[Path], *, source: str = "") -> Edition:
    """Read an own list from one CSV or JSON file; `source` says whose list it is."""
    if len(files) != 1:
        raise other_form(
            ", ".join(file.name for file in files),
            0,
            "An own list is one file.",
            "自有名单应为一个文件。",
        )
    file = files[0]
    text = text_of(file)
    head: Mapping[str, Any] = {}
    if text.lstrip()[:1] in {"[", "{"}:
        head, rows = _json(file.name, text)
    else:
        rows = list(_csv(file.name, text))
    entries: dict[str, Entry] = {}
    for line, row in rows:
        entry = _entry(file.name, line, row)
        if entry.number in entries:
            raise bad_row(
                file.name,
                line,
                f"The number {entry.number} is given twice.",
                f"编号 {entry.number} 重复。",
            )
        entries[entry.number] = entry
    if not entries:
        raise empty(file.name)
    return Edition(
        "own",
        source or str(head.get("source") or file.stem),
        digest_of(files),
        tuple(entries.values()),
        dated=_day(file.name, head.get("dated")),
        version=str(head.get("version") or ""),
    )


def _csv(name: str, text: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    reader = csv.reader(StringIO(text), strict=True)
    try:
        head = next(reader, [])
        _known(name, 1, head)
        for row in reader:
            if not row:
                continue
            if len(row) != len(head):
                raise cut(
                    name,
                    reader.line_num,
                    f"The row has {len(row)} fields and the heading {len(head)}.",
                    f"该行有 {len(row)} 个字段，而表头有 {len(head)} 个。",
                )
            yield (
                reader.line_num,
                {
                    column: [part.strip() for part in cell.split("|") if part.strip()]
                    for column, cell in zip(head, row, strict=True)
                },
            )
    except csv.Error as error:
        raise cut(
            name,
            reader.line_num,
            f"The file ends or breaks inside a quoted text ({error}).",
            f"文件在引号内的文本中结束或损坏（{error}）。",
        ) from error


def _json(name: str, text: str) -> tuple[Mapping[str, Any], list[tuple[int, dict[str, list[str]]]]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise cut(
            name,
            error.lineno,
            f"The JSON ends or breaks here: {error.msg}.",
            f"JSON 在此处中断或损坏：{error.msg}。",
        ) from error
    head = data if isinstance(data, dict) else {}
    given = head.get("entries") if head else data
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise other_form(name, 0, "The entries are not a list of objects.", "条目不是对象列表。")
    rows = []
    for place, each in enumerate(given, start=1):
        _known(name, place, list(each))
        rows.append(
            (
                place,
                {
                    column: [str(part) for part in (value if isinstance(value, list) else [value])]
                    for column, value in each.items()
                    if value
                },
            )
        )
    return head, rows


def _known(name: str, line: int, columns: Sequence[str]) -> None:
    missing = [column for column in NEEDED if column not in columns]
    strange = [column for column in columns if column not in COLUMNS]
    if missing or strange:
        told = ", ".join(missing or strange)
        en = f"The column {told} is missing." if missing else f"The column {told} is unknown."
        zh = f"缺少列 {told}。" if missing else f"未知的列 {told}。"
        raise other_form(
            name,
            line,
            f"{en} Known are {', '.join(COLUMNS)}.",
            f"{zh}可用的列：{', '.join(COLUMNS)}。",
        )


def _entry(file: str, line: int, row: Mapping[str, list[str]]) -> Entry:
    number, name = ("".join(row.get(column, ())[:1]) for column in NEEDED)
    if not number or not name:
        raise bad_row(file, line, "An entry needs a number and a name.", "条目需要编号和名称。")
    sort = "".join(row.get("sort", ())[:1]) or Sort.UNKNOWN.value
    if sort not in set(Sort):
        raise bad_row(
            file,
            line,
            f"“{sort}” is not one of {', '.join(Sort)}.",
            f"“{sort}”不在 {', '.join(Sort)} 之中。",
        )
    dates = []
    for text in row.get("born", ()):
        found = born(text)
        if found is None:
            raise bad_row(
                file,
                line,
                f"“{text}” is not a date of birth such as 1974-12-23, 1974 or 1970 to 1974.",
                f"“{text}”不是出生日期，应如 1974-12-23、1974 或 1970 to 1974。",
            )
        dates.append(found)
    names = [ListedName(text) for text in row["name"]]
    names += [ListedName(text, NameKind.ALIAS) for text in row.get("aliases", ())]
    names += [
        ListedName(text, NameKind.ALIAS, Strength.WEAK) for text in row.get("weak_aliases", ())
    ]
    return Entry(
        number=number,
        sort=Sort(sort),
        names=tuple(dict.fromkeys(names)),
        born=tuple(dates),
        papers=tuple(Paper(text) for text in row.get("papers", ())),
        addresses=tuple(Address(text) for text in row.get("addresses", ())),
        countries=tuple(row.get("countries", ())),
        telephones=tuple(row.get("telephones", ())),
        programmes=tuple(row.get("programmes", ())),
    )


def _day(file: str, text: Any) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise bad_row(
            file,
            0,
            f"“{text}” is not a day such as 2026-11-28.",
            f"“{text}”不是日期，应如 2026-11-28。",
        ) from error
