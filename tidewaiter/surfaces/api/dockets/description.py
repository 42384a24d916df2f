"""What the OpenAPI document says about proceedings."""

from typing import Any

import msgspec

Words = dict[str, str]
"""A text by language: en and zh."""


class DocketShort(msgspec.Struct):
    """A docket in a list."""

    reference: str
    kind: str
    title: str
    state: str
    state_name: Words
    since: str
    opened_at: str
    closed: bool
    due_on: str | None


class DocketList(msgspec.Struct):
    """Dockets, the last opened first, and the number to send as “before” next."""

    dockets: list[DocketShort]
    next: int | None


class DocketClock(msgspec.Struct):
    """A deadline with its arithmetic; `against` is a role, or authority."""

    title: Words
    against: str
    standing: str
    due_on: str | None
    reckoned: Words
    effect: Words
    law: str


class DocketParty(msgspec.Struct):
    """Somebody who takes part."""

    role: str
    name: str
    own: bool
    left: bool


class DocketField(msgspec.Struct):
    """Something that whoever makes a move has to say."""

    name: str
    label: Words
    entry: str
    required: bool
    shortest: int
    longest: int
    choices: dict[str, Words]


class DocketMove(msgspec.Struct):
    """A move that you may make now; what is `missing` stands in its way."""

    move: str
    label: Words
    fields: list[DocketField]
    missing: list[str]


class DocketFact(msgspec.Struct):
    """Something that a decision takes for true, and the papers that show it."""

    text: str
    papers: list[int]


class DocketDecision(msgspec.Struct):
    """A decision with its reasons, and how to appeal against it."""

    reference: str
    move: str
    standing: str
    issued_at: str
    facts: list[DocketFact]
    restrictions: list[str]
    basis: str
    article: str
    law_version: str
    explanation: str
    position: str
    answer: str
    aim: str
    milder: str
    insufficient: str
    applies_on: str | None
    ends_on: str | None
    automated_decision: str
    appeal_body: str
    appeal_form: str
    appeal_until: str | None
    appeal_reckoned: Words
    appeal_suspends: bool
    signature: str


class DocketEvent(msgspec.Struct):
    """Something that happened: its type, in words, by whom (own, office, party or system)."""

    at: str
    event: str
    words: Words
    by: str
    said: dict[str, Any]


class DocketFile(DocketShort, kw_only=True):
    """The whole file of a docket, without papers and letters."""

    clocks: list[DocketClock]
    parties: list[DocketParty]
    moves: list[DocketMove]
    decisions: list[DocketDecision]
    history: list[DocketEvent]


class DocketPaper(msgspec.Struct):
    """A paper; its bytes, without metadata, are at its own address."""

    number: int
    name: str
    about: str
    asked: str
    media_type: str
    size: int
    sha256: str
    received_at: str
    own: bool
    secrecy: str
    scanned: bool


class DocketLetter(msgspec.Struct):
    """A letter; its text is given at its own address, which gives the read receipt."""

    number: int
    subject: str
    outgoing: bool
    at: str
    read_at: str | None
    role: str
    answers: int | None
    enclosed: list[int]
    body: str | None = None


class ApplicationPage(msgspec.Struct):
    """A page of questions; one with `most` above 1 is answered as a list of entries."""

    name: str
    title: Words
    most: int
    fields: list[DocketField]
    answers: Any


class ApplicationFile(msgspec.Struct):
    """A file that was handed in for a paper that is asked for."""

    number: int
    name: str


class ApplicationPaper(msgspec.Struct):
    """A paper that is asked for, the law that asks for it, and what was handed in."""

    code: str
    title: Words
    hint: Words
    law: str
    required: bool
    files: list[ApplicationFile]


class ApplicationLack(msgspec.Struct):
    """Something that is missing: on which page (empty: a paper), and the refusal that says it."""

    page: str
    what: str
    code: str
    sentence: str
    cure: str


class ApplicationDraft(msgspec.Struct):
    """An application that is not sent yet; it can be sent when nothing is missing."""

    number: int
    kind: str
    title: Words
    kept_until: str
    pages: list[ApplicationPage]
    papers: list[ApplicationPaper]
    missing: list[ApplicationLack]


class ApplicationKind(msgspec.Struct):
    """Something that your organisation can apply for; `draft` is what it has begun."""

    kind: str
    title: Words
    lead: Words
    draft: int | None


_, DOCKET_SCHEMAS = msgspec.json.schema_components(
    [DocketList, DocketFile, DocketPaper, DocketLetter, ApplicationDraft, ApplicationKind],
    ref_template="#/components/schemas/{name}",
)


def ref(name: str) -> dict[str, Any]:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}
