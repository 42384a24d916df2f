"""The register as linked data: entries as schema.org Legislation, with terms of our own beside."""

from collections.abc import Mapping
from typing import Any

from tidewaiter.law.loader import Law
from tidewaiter.law.model.words import Passage
from tidewaiter.law.register.kinds import KINDS, Kind, entries, title_of
from tidewaiter.law.register.links import names
from tidewaiter.law.show.entries import entry as told
from tidewaiter.law.show.entries import plain as told_plain
from tidewaiter.law.show.entries import value as told_value

CONTEXT = "law/context.jsonld"
"""Where our own terms are explained, under the address of the site."""

Graph = dict[str, Any]

FOLLOWS = {"timer", "value", "violation", "penalties", "models", "lead", "supporting", "informed"}
FOLLOWS |= {"parent", "calendar"}
"""Fields that lead to another entry and become addresses."""


def context(site: str) -> Graph:
    """What the terms mean: those of schema.org, and ours under the address of the register."""
    own = f"{site}/law/terms#"
    terms: Graph = {
        "schema": "https://schema.org/",
        "tw": own,
        "id": "@id",
        "type": "@type",
        "en": {"@id": "schema:name", "@language": "en"},
        "zh": {"@id": "schema:name", "@language": "zh"},
        "text_en": {"@id": "schema:text", "@language": "en"},
        "text_zh": {"@id": "schema:text", "@language": "zh"},
        "identifier": "schema:legislationIdentifier",
        "jurisdiction": "schema:legislationJurisdiction",
        "from": {"@id": "schema:temporalCoverage"},
        "in_force": "schema:legislationLegalForce",
        "date": {"@id": "schema:legislationDate"},
        "based_on": {"@id": "schema:isBasedOn"},
        "url": {"@id": "schema:url"},
        "language": "schema:inLanguage",
        "part_of": {"@id": "schema:isPartOf"},
    }
    terms |= {name: {"@id": f"tw:{name}", "@type": "@id"} for name in sorted(FOLLOWS)}
    terms |= {"verified": "tw:verified", "told": {"@id": "tw:told", "@type": "@json"}}
    terms |= {"kind": "tw:kind", "law_version": "tw:law_version", "law_day": "tw:law_day"}
    terms |= {"article": "tw:article", "exact": {"@id": "tw:exact"}}
    return {"@context": terms}


def linked(law: Law, kind: Kind, entry: Any, site: str) -> Graph:
    """One entry with its context."""
    return {"@context": f"{site}/{CONTEXT}", **node(law, kind, entry, site)}


def register(law: Law, site: str) -> Graph:
    """All entries of a pack on the day of the law."""
    graph = [
        node(law, kind, entry, site) for kind in KINDS for entry in entries(law, kind).values()
    ]
    about = {"law_version": law.version, "law_day": law.day.isoformat()}
    return {"@context": f"{site}/{CONTEXT}", **about, "@graph": graph}


def node(law: Law, kind: Kind, entry: Any, site: str) -> Graph:
    """One entry without its context."""
    title = title_of(entry)
    found: Graph = {
        "id": address(law, kind.slug, entry.id, site),
        "type": "schema:Legislation",
        "kind": kind.name,
        "identifier": entry.id,
        "jurisdiction": law.pack.upper(),
        "en": title.en,
        "zh": title.zh,
        "verified": entry.verified,
        "law_version": law.version,
        "law_day": law.day.isoformat(),
    }
    if kind.slug == "texts":
        found |= {"date": entry.date.isoformat(), "language": entry.language}
        if entry.passages:
            found["exact"] = [_exact(passage) for passage in entry.passages]
        return found | ({"url": entry.address} if entry.address else {})
    since, until = entry.since, entry.until
    found["from"] = f"{since or '..'}/{until or '..'}"
    found["in_force"] = "schema:InForce"
    if entry.reference:
        found["based_on"] = address(law, "texts", entry.reference.id, site)
        if entry.reference.article:
            found["article"] = entry.reference.article
        if entry.reference.passages:
            found["exact"] = [_exact(passage) for passage in entry.reference.passages]
    words = getattr(entry, "text", None) or getattr(entry, "definition", None)
    if words:
        found |= {"text_en": words.en, "text_zh": words.zh}
    for field, (slug, name) in names(kind, entry):
        if field in FOLLOWS:
            found.setdefault(field, []).append(address(law, slug, name, site))
    return found | {"told": plain(kind, entry)}


def _exact(passage: Passage) -> Mapping[str, str]:
    """The exact words of the law as a literal in their own language."""
    return {"@value": passage.text, "@language": passage.language}


def plain(kind: Kind, entry: Any) -> Mapping[str, Any]:
    """An entry as plain data, as the machine API gives it."""
    if kind.slug == "texts":
        return {
            "kind": kind.name,
            "id": entry.id,
            "title": {"en": entry.title.en, "zh": entry.title.zh},
            "instrument": entry.instrument,
            "date": entry.date.isoformat(),
            "language": entry.language,
            "address": entry.address,
            "verified": entry.verified,
            "passages": told_plain(entry.passages),
        }
    return told_value(entry) if kind.slug == "values" else told(kind.name, entry)


def address(law: Law, slug: str, name: str, site: str) -> str:
    """The address of an entry on the day of the law."""
    return f"{site}/law/{law.pack}/{slug}/{name}/?on={law.day.isoformat()}"
