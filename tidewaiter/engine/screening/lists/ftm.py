"""FollowTheMoney entities, as OpenSanctions publishes them: JSON lines, or one JSON array.

Each entity is an object with `id`, `schema` and `properties`, whose values are lists of texts.
Addresses and identity documents may be entities of their own that others refer to.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
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

SOURCE = "OpenSanctions"

SORTS: Mapping[str, Sort] = {
    "Person": Sort.PERSON,
    "Company": Sort.FIRM,
    "Organization": Sort.FIRM,
    "LegalEntity": Sort.UNKNOWN,
    "PublicBody": Sort.FIRM,
    "Vessel": Sort.VESSEL,
    "Airplane": Sort.AIRCRAFT,
}
"""The schemata that are screened against."""

_NAMES = (
    ("name", NameKind.PRIMARY, Strength.STRONG),
    ("alias", NameKind.ALIAS, Strength.STRONG),
    ("previousName", NameKind.FORMER, Strength.STRONG),
    ("weakAlias", NameKind.ALIAS, Strength.WEAK),
)
_PAPERS = (
    "idNumber",
    "passportNumber",
    "taxNumber",
    "registrationNumber",
    "innCode",
    "ogrnCode",
    "leiCode",
    "uscCode",
    "imoNumber",
    "socialSecurityNumber",
    "vatCode",
    "okpoCode",
)
_COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag")


def read_ftm(files: Sequence[Path]) -> Edition:
    """Read entities from one or more files."""
    entities: dict[str, Mapping[str, Any]] = {}
    for file in files:
        for line, entity in _entities(file):
            _check(file.name, line, entity)
            entities[entity["id"]] = entity
    beside = _beside(entities.values())
    entries = tuple(
        _entry(entity, beside[entity["id"]])
        for entity in entities.values()
        if entity["schema"] in SORTS and entity["properties"].get("name")
    )
    if not entries:
        raise empty(", ".join(file.name for file in files))
    seen = [day for entity in entities.values() if (day := _changed(entity))]
    return Edition("ftm", SOURCE, digest_of(files), entries, dated=max(seen, default=None))


def _entities(file: Path) -> Iterator[tuple[int, Any]]:
    text = text_of(file)
    if text.lstrip()[:1] == "[":
        try:
            yield from enumerate(json.loads(text), start=1)
        except json.JSONDecodeError as error:
            raise cut(
                file.name,
                error.lineno,
                f"The JSON ends or breaks here: {error.msg}.",
                f"JSON 在此处中断或损坏：{error.msg}。",
            ) from error
        return
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            first = number == 1
            raise (other_form if first and len(lines) > 1 else cut)(
                file.name,
                number,
                f"The line is not a JSON object: {error.msg}.",
                f"该行不是 JSON 对象：{error.msg}。",
            ) from error


def _check(file: str, line: int, entity: Any) -> None:
    if (
        not isinstance(entity, dict)
        or not isinstance(entity.get("id"), str)
        or not isinstance(entity.get("schema"), str)
        or not isinstance(entity.get("properties"), dict)
    ):
        raise other_form(
            file,
            line,
            "An entity has id, schema and properties; this has not.",
            "实体应包含 id、schema 和 properties，此处缺失。",
        )
    for name, values in entity["properties"].items():
        if not isinstance(values, list) or not all(
            isinstance(value, str | dict) for value in values
        ):
            raise bad_row(
                file,
                line,
                f"The property {name} is not a list of texts.",
                f"属性 {name} 不是文本列表。",
            )


def _texts(entity: Mapping[str, Any], *names: str) -> list[str]:
    return [
        value
        for name in names
        for value in entity["properties"].get(name, ())
        if isinstance(value, str) and value.strip()
    ]


def _beside(entities: Iterable[Mapping[str, Any]]) -> defaultdict[str, list[Mapping[str, Any]]]:
    """Identity documents and addresses by the entity they belong to."""
    entities = list(entities)
    addresses = {entity["id"]: entity for entity in entities if entity["schema"] == "Address"}
    beside: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entity in entities:
        if entity["schema"] in {"Identification", "Passport"}:
            for holder in _texts(entity, "holder"):
                beside[holder].append(entity)
        for place in entity["properties"].get("addressEntity", ()):
            found = place if isinstance(place, dict) else addresses.get(place)
            if found is not None and "properties" in found:
                beside[entity["id"]].append({"schema": "Address", **found})
    return beside


def _entry(entity: Mapping[str, Any], beside: Sequence[Mapping[str, Any]]) -> Entry:
    names = [
        ListedName(text, kind, strength)
        for prop, kind, strength in _NAMES
        for text in _texts(entity, prop)
    ]
    papers = [Paper(text, prop) for prop in _PAPERS for text in _texts(entity, prop)]
    addresses = [Address(text) for text in _texts(entity, "address")]
    for other in beside:
        if other["schema"] == "Address":
            street = " ".join(_texts(other, "full") or _texts(other, "street"))
            city, country = _texts(other, "city"), _texts(other, "country")
            addresses.append(Address(street, " ".join(city[:1]), " ".join(country[:1])))
        else:
            papers += [
                Paper(
                    text,
                    " ".join(_texts(other, "type")[:1]),
                    " ".join(_texts(other, "country")[:1]),
                )
                for text in _texts(other, "number", "passportNumber")
            ]
    return Entry(
        number=entity["id"],
        sort=SORTS[entity["schema"]],
        names=tuple(dict.fromkeys(names)),
        born=tuple(filter(None, (born(text) for text in _texts(entity, "birthDate")))),
        papers=tuple(dict.fromkeys(papers)),
        addresses=tuple(dict.fromkeys(addresses)),
        countries=tuple(dict.fromkeys(_texts(entity, *_COUNTRIES))),
        telephones=tuple(_texts(entity, "phone")),
        programmes=tuple(dict.fromkeys(_texts(entity, "programId", "program", "topics"))),
    )


def _changed(entity: Mapping[str, Any]) -> date | None:
    for name in ("last_change", "last_seen"):
        text = entity.get(name)
        if isinstance(text, str):
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                return None
    return None
