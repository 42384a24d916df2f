"""The lists of the US Office of Foreign Assets Control: sdn.csv with alt.csv and add.csv.

The three files have no heading; "-0-" stands for nothing. The primary file (sdn.csv or
cons_prim.csv) has 12 fields: number, name, type, programmes, title, four of vessels, flag, owner,
remarks; the aliases 5: number, number of the alias, kind, name, remarks; the addresses 6: number,
number of the address, street, city, country, remarks. Everything else is in the remarks.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from tidewaiter.engine.screening.entries import (
    Address,
    Born,
    Edition,
    Entry,
    ListedName,
    NameKind,
    Paper,
    Sort,
    Strength,
)
from tidewaiter.engine.screening.lists.faults import cut, empty, other_form
from tidewaiter.engine.screening.lists.reading import born, digest_of, text_of

SOURCE = "US Department of the Treasury, Office of Foreign Assets Control"

_PRIMARY, _ALIASES, _ADDRESSES = 12, 5, 6
_PARTS = {
    _PRIMARY: ("names", "主名单"),
    _ALIASES: ("aliases", "别名"),
    _ADDRESSES: ("addresses", "地址"),
}
_SORTS = {"individual": Sort.PERSON, "vessel": Sort.VESSEL, "aircraft": Sort.AIRCRAFT}
_KINDS = {"aka": NameKind.ALIAS, "fka": NameKind.FORMER, "nka": NameKind.NOW}

_WEAK = re.compile(r"^(?:alt\. )?([afn])\.k\.a\. '(.+?)'\.?$")
_BORN = re.compile(r"^(?:alt\. )?DOB (.+?)\.?$")
_COUNTRY = re.compile(r"^(?:alt\. )?(?:nationality|citizen) (.+?)\.?$")
_TELEPHONE = re.compile(
    r"^(?:alt\. )?(?:Telephone|Phone|Mobile|Fax)[A-Za-z ]*?(?:No\.|Number|:)? ?([+(\d].+?)\.?$"
)
_PAPER = re.compile(
    r"^(?:alt\. )?"
    r"((?:[A-Z][\w.\-']*|of|de|Del?)(?: [\w.\-'()/]+?){0,5}?)"
    r"(?: (?:No\.|#|Number|ID|IMO)){0,2} "
    r"([A-Z0-9][A-Z0-9.\-/ ]*\d[A-Z0-9.\-/]*)"
    r"(?: \((.+?)\))?(?: issued .*| expires .*|;.*)?\.?$"
)
_NOT_PAPERS = re.compile(
    r"^(?:alt\. )?(?:DOB|POB|Aircraft (?:Manufacture|Model|Mode)|Linked|Gender|Website|Email|"
    r"Member|Vessel Year|Phone|Telephone|Fax|Additional|Secondary|Executive|SWIFT|all offices)",
    re.IGNORECASE,
)


def read_ofac(files: Sequence[Path]) -> Edition:
    """Read a primary file, with its aliases and addresses where they are given, in any order.

    Raises Broken when a file is cut, is of another form, or does not belong to the others.
    """
    parts: dict[int, tuple[str, list[list[str]]]] = {}
    for file in files:
        width, rows = _rows(file)
        if width in parts:
            raise other_form(
                file.name,
                0,
                f"Both {parts[width][0]} and {file.name} hold {_PARTS[width][0]}.",
                f"{parts[width][0]} 与 {file.name} 都是{_PARTS[width][1]}文件。",
            )
        parts[width] = (file.name, rows)
    if _PRIMARY not in parts:
        raise other_form(
            ", ".join(file.name for file in files),
            0,
            "The file with the names (12 fields in a row) is missing.",
            "缺少主名单文件（每行 12 个字段）。",
        )
    name, primary = parts[_PRIMARY]
    known = {row[0] for row in primary}
    aliases = _grouped(parts.get(_ALIASES), known, name)
    addresses = _grouped(parts.get(_ADDRESSES), known, name)
    entries = tuple(_entry(row, aliases[row[0]], addresses[row[0]]) for row in primary)
    return Edition("ofac", SOURCE, digest_of(files), entries)


def _rows(file: Path) -> tuple[int, list[list[str]]]:
    """The rows of a file, all of one width."""
    text = text_of(file).rstrip("\x1a\r\n ")
    if not text:
        raise empty(file.name)
    rows: list[list[str]] = []
    width = 0
    for line, row in _lines(file.name, text):
        if not row:
            continue
        width = width or len(row)
        if width not in _PARTS:
            raise other_form(
                file.name,
                line,
                f"The row has {width} fields; names have 12, aliases 5, addresses 6.",
                f"该行有 {width} 个字段；主名单应为 12 个，别名 5 个，地址 6 个。",
            )
        if len(row) != width or not row[0].strip().isdigit():
            told = (
                f"The row has {len(row)} fields instead of {width} and begins with “{row[0][:20]}”."
            )
            zh = f"该行有 {len(row)} 个字段，应为 {width} 个；开头为“{row[0][:20]}”。"
            last = line >= text.count("\n") + 1
            raise (cut if last else other_form)(file.name, line, told, zh)
        rows.append([_plain(value) for value in row])
    return width, rows


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise cut(
            name,
            reader.line_num,
            f"The file ends or breaks inside a quoted text ({error}).",
            f"文件在引号内的文本中结束或损坏（{error}）。",
        ) from error


def _plain(value: str) -> str:
    value = value.strip()
    return "" if value == "-0-" else value


def _grouped(
    part: tuple[str, list[list[str]]] | None, known: set[str], primary: str
) -> defaultdict[str, list[list[str]]]:
    """Rows by the number of the entry they belong to; all of them must be in the primary file."""
    grouped: defaultdict[str, list[list[str]]] = defaultdict(list)
    if part is None:
        return grouped
    name, rows = part
    for line, row in enumerate(rows, start=1):
        if row[0] not in known:
            raise cut(
                primary,
                0,
                f"{name}, row {line}, belongs to the entry {row[0]}, which {primary} has not: "
                f"{primary} was cut, or the files are of different days.",
                f"{name} 第 {line} 行属于条目 {row[0]}，而 {primary} 中没有该条目："
                f"{primary} 不完整，或两个文件不是同一天的版本。",
            )
        grouped[row[0]].append(row)
    return grouped


def _entry(row: list[str], aliases: list[list[str]], addresses: list[list[str]]) -> Entry:
    number, name, sort, programmes = row[:4]
    names = [ListedName(name)]
    names += [
        ListedName(alias[3], _KINDS.get(alias[2].lower(), NameKind.ALIAS))
        for alias in aliases
        if alias[3]
    ]
    dates: list[Born] = []
    papers: list[Paper] = []
    countries: list[str] = []
    telephones: list[str] = []
    for remark in (part.strip() for part in row[11].split(";")):
        if found := _WEAK.match(remark):
            kind = {"a": NameKind.ALIAS, "f": NameKind.FORMER, "n": NameKind.NOW}[found[1]]
            names.append(ListedName(found[2], kind, Strength.WEAK))
        elif found := _BORN.match(remark):
            date = born(found[1])
            if date:
                dates.append(date)
        elif found := _COUNTRY.match(remark):
            countries.append(found[1])
        elif found := _TELEPHONE.match(remark):
            telephones.append(found[1])
        elif not _NOT_PAPERS.match(remark) and (found := _PAPER.match(remark)):
            papers.append(Paper(found[2].rstrip(" ."), found[1], found[3] or ""))
    return Entry(
        number=number,
        sort=_SORTS.get(sort.lower(), Sort.FIRM),
        names=tuple(dict.fromkeys(names)),
        born=tuple(dates),
        papers=tuple(papers),
        addresses=tuple(Address(each[2], each[3], each[4]) for each in addresses if any(each[2:5])),
        countries=tuple(dict.fromkeys(countries)),
        telephones=tuple(telephones),
        programmes=tuple(filter(None, (part.strip("[] ") for part in programmes.split("]")))),
    )
