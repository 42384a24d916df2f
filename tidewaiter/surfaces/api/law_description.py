"""What the OpenAPI document says about the law: bodies and answers."""

from typing import Any

import msgspec

from tidewaiter.surfaces.api.description import refusals

Both = dict[str, str]
Facts = dict[str, str | list[str]]


class Asked(msgspec.Struct):
    """Who asks, and the facts of the trade: for each one choice, or several that all hold."""

    who: str
    facts: Facts = {}


class AskedMatter(msgspec.Struct):
    """What it is about, and the facts."""

    matter: str
    facts: Facts = {}


class LawEntries(msgspec.Struct):
    """All entries of a kind on a day, each by its fields."""

    pack: str
    version: str
    on: str
    kind: str
    entries: list[dict[str, Any]]


class LawEntry(msgspec.Struct):
    """One entry on a day: kind, id, title, from, to, reference, verified, and its own fields."""

    pack: str
    version: str
    on: str
    entry: dict[str, Any]


class LawChange(msgspec.Struct):
    """What happened to an entry: it began, ended or changed; fields give before and after."""

    turn: str
    pack: str
    kind: str
    id: str
    title: Both
    on: str
    reference: str
    fields: dict[str, list[Any]]


LawChanges = msgspec.defstruct(
    "LawChanges",
    [
        ("pack", str),
        ("version", str),
        ("since", str, msgspec.field(name="from")),
        ("until", str, msgspec.field(name="to")),
        ("changes", list[LawChange]),
    ],
)


class LawDuty(msgspec.Struct):
    """A duty: what, why, by when, with whom, what follows, and where it stands."""

    id: str
    title: Both
    text: Both | None
    why: Both
    evidence: list[Both]
    deadline: Both | None
    timer: str
    value: str
    matter: str
    responsible: str
    conflict: str
    claimants: list[str]
    violation: str
    penalties: list[str]
    since: str
    source: dict[str, str]
    verified: bool


class LawDuties(msgspec.Struct):
    """The business model and the duties; `open` are facts that could still bring more."""

    pack: str
    version: str
    on: str
    who: str
    model: str | None
    models: list[str]
    why: Both
    open: list[str]
    duties: list[LawDuty]


class LawResponsible(msgspec.Struct):
    """One lead, or a conflict with its name and those who claim to lead."""

    pack: str
    version: str
    on: str
    matter: str
    lead: str | None
    title: Both | None
    competence: str | None
    supporting: list[str]
    informed: list[str]
    escalate: list[str]
    conflict: str | None
    claimants: list[str]
    reason: Both
    open: list[str]


_, LAW_SCHEMAS = msgspec.json.schema_components(
    [Asked, AskedMatter, LawEntries, LawEntry, LawChanges, LawDuties, LawResponsible],
    ref_template="#/components/schemas/{name}",
)
"""The schemas of everything that is asked and answered about the law, by name."""


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


ENTRIES, ENTRY = _ref("LawEntries"), _ref("LawEntry")
CHANGES, DUTIES, LEADS = _ref("LawChanges"), _ref("LawDuties"), _ref("LawResponsible")
GRAPH: dict[str, Any] = {"type": "object", "description": "JSON-LD: @context and @graph."}


FROM_TO = [
    {"in": "query", "name": name, "required": True, "schema": {"type": "string", "format": "date"}}
    for name in ("from", "to")
]
"""The two days between which changes are told."""


def _body(name: str, example: dict[str, Any]) -> dict[str, Any]:
    content = {"schema": _ref(name), "examples": {"import": {"value": example}}}
    return {"required": True, "content": {"application/json": content}}


_FACTS = {"direction": "import", "buyer": "consumer", "seller": "business", "stock": "abroad"}
DUTIES_BODY = _body("Asked", {"who": "importer", "facts": _FACTS})
RESPONSIBLE_BODY = _body("AskedMatter", {"matter": "customs", "facts": _FACTS})


def said(
    description: str,
    schema: dict[str, Any],
    *,
    media: str = "application/json",
    body: bool = False,
) -> dict[int, Any]:
    """The answers of an address that needs no key."""
    yes = {200: {"description": description, "content": {media: {"schema": schema}}}}
    if body:
        return {**yes, **refusals(400, 404, 413, 422)}
    return {**yes, 304: {"description": "What you have is still right."}, **refusals(404, 422)}
