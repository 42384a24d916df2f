"""The consolidated list of the United Nations Security Council, as XML."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

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
from tidewaiter.engine.screening.lists.reading import LARGEST, born, digest_of

SOURCE = "United Nations Security Council, consolidated list"

_ROOT = "CONSOLIDATED_LIST"
_GIVEN = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def read_un(files: Sequence[Path]) -> Edition:
    """Read the list from its one file; no entity, no network, no document type is followed."""
    if len(files) != 1:
        raise other_form(
            ", ".join(file.name for file in files),
            0,
            "The consolidated list is one file.",
            "综合名单应为一个文件。",
        )
    file = files[0]
    root = _root(file)
    if root.tag != _ROOT:
        raise other_form(
            file.name,
            root.sourceline or 1,
            f"The outermost element is {root.tag}, not {_ROOT}.",
            f"最外层元素是 {root.tag}，而不是 {_ROOT}。",
        )
    entries = tuple(
        [_entry(node, Sort.PERSON, "INDIVIDUAL") for node in root.iter("INDIVIDUAL")]
        + [_entry(node, Sort.FIRM, "ENTITY") for node in root.iter("ENTITY")]
    )
    if not entries:
        raise empty(file.name)
    stated = root.get("dateGenerated", "")
    return Edition(
        "un",
        SOURCE,
        digest_of(files),
        entries,
        dated=date.fromisoformat(stated[:10]) if len(stated) >= 10 else None,
        version=stated,
    )


def _root(file: Path) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    if file.stat().st_size > LARGEST:
        raise other_form(
            file.name,
            0,
            f"The file has more than {LARGEST} bytes; no list is as large.",
            f"文件超过 {LARGEST} 字节，任何名单都不会如此之大。",
        )
    try:
        tree = etree.parse(str(file), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        what = error.msg or "not well-formed"
        begins_otherwise = line <= 1 and "Start tag expected" in what
        raise (other_form if begins_otherwise else cut)(
            file.name,
            line,
            f"The XML ends or breaks here: {what}.",
            f"XML 在此处中断或损坏：{what}。",
        ) from error
    if tree.docinfo.doctype:
        raise other_form(
            file.name,
            1,
            "The file declares a document type, which the list never does.",
            "文件声明了文档类型，而该名单从不声明文档类型。",
        )
    return tree.getroot()


def _entry(node: Any, sort: Sort, prefix: str) -> Entry:
    names = [ListedName(" ".join(filter(None, (_text(node, tag) for tag in _GIVEN))))]
    original = _text(node, "NAME_ORIGINAL_SCRIPT")
    if original:
        names.append(ListedName(original, NameKind.ORIGINAL))
    for alias in node.iter(f"{prefix}_ALIAS"):
        text = _text(alias, "ALIAS_NAME")
        quality = _text(alias, "QUALITY").lower()
        if text:
            names += [
                ListedName(
                    part,
                    NameKind.FORMER if quality.startswith("f.k.a") else NameKind.ALIAS,
                    Strength.WEAK if quality == "low" else Strength.STRONG,
                )
                for part in (piece.strip() for piece in text.split(";"))
                if part
            ]
    return Entry(
        number=_text(node, "REFERENCE_NUMBER") or _text(node, "DATAID"),
        sort=sort,
        names=tuple(dict.fromkeys(names)),
        born=tuple(_dates(node)),
        papers=tuple(
            Paper(
                _text(paper, "NUMBER"),
                _text(paper, "TYPE_OF_DOCUMENT"),
                _text(paper, "ISSUING_COUNTRY") or _text(paper, "COUNTRY_OF_ISSUE"),
            )
            for paper in node.iter("INDIVIDUAL_DOCUMENT")
            if _text(paper, "NUMBER")
        ),
        addresses=tuple(
            Address(
                _text(place, "STREET"),
                _text(place, "CITY") or _text(place, "STATE_PROVINCE"),
                _text(place, "COUNTRY"),
            )
            for place in node.iter(f"{prefix}_ADDRESS")
            if any(_text(place, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY"))
        ),
        countries=tuple(
            dict.fromkeys(
                value.text.strip() for value in node.iterfind("NATIONALITY/VALUE") if value.text
            )
        ),
        programmes=tuple(filter(None, (_text(node, "UN_LIST_TYPE"),))),
    )


def _dates(node: Any) -> Iterator[Born]:
    for given in node.iter("INDIVIDUAL_DATE_OF_BIRTH"):
        first, last = _text(given, "FROM_YEAR"), _text(given, "TO_YEAR")
        about = "circa " if _text(given, "TYPE_OF_DATE") == "APPROXIMATELY" else ""
        told = (
            f"{first} to {last}"
            if first and last
            else about + (_text(given, "DATE") or _text(given, "YEAR"))
        )
        found = born(told)
        if found:
            yield found


def _text(node: Any, tag: str) -> str:
    return " ".join((node.findtext(tag) or "").split())
