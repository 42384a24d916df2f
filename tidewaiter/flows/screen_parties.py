"""The parties of parcels are held against the lists in force, before the parcels are decided.

Who was screened is remembered by blind indexes, so that a buyer is opened and compared once, not
with each parcel. Nothing of what a party says leaves this file but as a hit.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import Any
from uuid import UUID

import msgspec
import pyarrow as pa

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.frames import FRAMES
from tidewaiter.engine.screening.entries import Sort
from tidewaiter.engine.screening.explanation import explain
from tidewaiter.engine.screening.facts import Party
from tidewaiter.engine.screening.index import Index
from tidewaiter.engine.screening.screen import Hit, Screener
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import Bundle, DocumentRow
from tidewaiter.intake.sealing import MODELS, open_many
from tidewaiter.risk.commands.screening import Found, Screened, note_parcels, note_screened
from tidewaiter.risk.queries.screening import (
    editions_in_force,
    keys_of,
    latest_edition,
    open_hits,
    screened_up_to,
    thresholds,
)

NAME_HIT, FACT_HIT = "screened-name", "screened-fact"
"""The lists on which a parcel stands whose party's name, or name and a second fact, is listed."""

_LOOK_EVERY = timedelta(seconds=5)
_write = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class _Role:
    """Where in which document a party stands: its blind indexes and its fields."""

    name: str
    kind: Kind
    part: str
    person: int
    """The place of the index of the name among the document's indexes, and of the others."""
    number: int | None
    phone: int | None
    address: int | None
    fields: tuple[str, str | None, str | None, str | None]


_ROLES = (
    _Role(
        "buyer", Kind.DECLARATION, "declaration", 1, 0, 2, 3,
        ("buyerName", "buyerIdNumber", "buyerTelephone", "consigneeAddress"),
    ),
    _Role(
        "payer", Kind.PAYMENT, "payment", 1, 0, None, None,
        ("payerName", "payerIdNumber", "telephone", None),
    ),
    _Role(
        "order-consignee", Kind.ORDER, "order", 3, None, 4, 5,
        ("consignee", None, "consigneeTelephone", "consigneeAddress"),
    ),
    _Role(
        "consignee", Kind.WAYBILL, "waybill", 0, None, 1, 2,
        ("consignee", None, "consigneeTelephone", "consigneeAddress"),
    ),
)  # fmt: skip
_FIELDS = {role.name: role.fields for role in _ROLES}
_FIRMS = {
    "merchant": ("ebcName", "ebcCode"),
    "platform": ("ebpName", "ebpCode"),
    "carrier": ("logisticsName", "logisticsCode"),
    "declarant": ("agentName", "agentCode"),
}
"""The firms that a declaration names, with the fields of their names and registration numbers."""


class _Head(msgspec.Struct):
    ebcName: str | None = None
    ebcCode: str | None = None
    ebpName: str | None = None
    ebpCode: str | None = None
    logisticsName: str | None = None
    logisticsCode: str | None = None
    agentName: str | None = None
    agentCode: str | None = None


class _Content(msgspec.Struct):
    head: _Head


_read = msgspec.json.Decoder(_Content).decode


class Watch:
    """The screener of the lists in force; looks for new editions every few seconds.

    The first is built before anything is decided. A later edition is laid out beside while the
    former goes on; who was screened meanwhile is screened again against what changed.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._looked: datetime | None = None
        self._screener: Screener | None = None
        self._edition = 0
        self._building: Thread | None = None

    def now(self, *, at: datetime) -> tuple[Screener | None, int]:
        """The screener and the edition up to which it reaches; None where no list is loaded."""
        if self._looked is None or not timedelta(0) <= at - self._looked < _LOOK_EVERY:
            self._looked = at
            latest = latest_edition()
            if latest > self._edition and self._building is None:
                editions, bounds = editions_in_force(), thresholds()
                if self._screener is None:
                    self._put(Screener(Index(editions), bounds), latest)
                else:
                    self._building = Thread(
                        target=lambda: self._put(Screener(Index(editions), bounds), latest),
                        daemon=True,
                    )
                    self._building.start()
        with self._lock:
            return self._screener, self._edition

    def _put(self, screener: Screener, edition: int) -> None:
        with self._lock:
            self._screener, self._edition, self._building = screener, edition, None

    def forget(self) -> None:
        """Read everything anew."""
        with self._lock:
            self._looked, self._screener, self._edition, self._building = None, None, 0, None


WATCH = Watch()
"""The one of this process: an index of all lists takes some hundred megabytes."""


def screened_frame(bundles: Sequence[Bundle], *, by: Actor, at: datetime) -> pa.Table | None:
    """The parcels whose parties are found on lists, as rows of the engine's table of lists.

    None where no list is loaded, at the cost of one look in some seconds.
    """
    screener, edition = WATCH.now(at=at)
    if screener is None or not bundles:
        return None
    wanted = list(_parties(bundles))
    keys = screened_up_to([one.facts_ix for one in wanted], edition=edition)
    fresh = {one.facts_ix: one for one in wanted if one.facts_ix not in keys}
    if fresh:
        keys |= screen(list(fresh.values()), screener, edition=edition, by=by, at=at)
    hits: dict[UUID, bool] = {}
    for hit in open_hits(list(keys)):
        hits[hit.facts_ix] = hits.get(hit.facts_ix, False) or hit.corroborated
    rows: set[tuple[str, str]] = set()
    places: set[tuple[int, int, str]] = set()
    for one in wanted:
        if one.facts_ix in hits:
            places.add((one.declaration, keys[one.facts_ix], one.role))
            name = FACT_HIT if hits[one.facts_ix] else NAME_HIT
            rows.add((name, f"parcel:{one.declaration}"))
    if places:
        note_parcels(places, by=by, at=at)
    schema = FRAMES["lists"].schema
    return pa.table(
        [pa.array([row[place] for row in sorted(rows)], pa.string()) for place in (0, 1)],
        schema=schema,
    )


def _parties(bundles: Iterable[Bundle]) -> Iterable[Screened]:
    """Who stands in parcels; one who stands in two documents with the same facts comes once."""
    for bundle in bundles:
        seen: set[UUID] = set()
        paper = bundle.declaration
        head = _read(paper.content).head
        for firm, (name, code) in _FIRMS.items():
            said = getattr(head, name)
            if said:
                ix = _together("firm", getattr(head, code), said)
                if ix not in seen:
                    seen.add(ix)
                    yield Screened(ix, ix, firm, paper.id, Kind.DECLARATION.value, paper.id)
        for role in _ROLES:
            row: DocumentRow | None = getattr(bundle, role.part)
            if row is None or row.indexes[role.person] is None:
                continue
            facts_ix = _together(
                *(
                    row.indexes[place] if place is not None else None
                    for place in (role.person, role.number, role.phone, role.address)
                )
            )
            if facts_ix in seen:
                continue
            seen.add(facts_ix)
            second = role.number if role.number is not None else role.phone
            party_ix = _together(
                row.indexes[role.person], row.indexes[second] if second is not None else None
            )
            yield Screened(
                facts_ix, party_ix, role.name, bundle.declaration.id, role.kind.value, row.id
            )


def _together(*indexes: str | None) -> UUID:
    """One index out of several, or of the name and number of a firm, which anybody may know."""
    told = "|".join(index or "" for index in indexes)
    return UUID(bytes=hashlib.blake2b(told.encode(), digest_size=16).digest())


def screen(
    parties: Sequence[Screened], screener: Screener, *, edition: int, by: Actor, at: datetime
) -> dict[UUID, int]:
    """Open parties, hold them against a screener, and remember what was found."""
    clear = opened(parties)
    asked = [one for one in parties if one.facts_ix in clear]
    hits = list(screener.screen([clear[one.facts_ix] for one in asked]))
    entries = keys_of({(hit.list, hit.entry) for hit in hits})
    found = [
        _found(asked[hit.party].facts_ix, entries[hit.list, hit.entry], hit)
        for hit in hits
        if (hit.list, hit.entry) in entries
    ]
    return note_screened(parties, found, edition=edition, by=by, at=at)


def opened(parties: Sequence[Screened]) -> Mapping[UUID, Party]:
    """What parcels say of parties; those whose key was destroyed are left out."""
    rows: dict[tuple[str, int], Any] = {}
    for kind in {one.document_kind for one in parties}:
        numbers = {one.document for one in parties if one.document_kind == kind}
        rows |= {(kind, row.pk): row for row in MODELS[kind].objects.filter(pk__in=numbers)}
    values = dict(
        zip(rows, open_many([(kind, row) for (kind, _), row in rows.items()]), strict=True)
    )
    parted = {}
    for one in parties:
        if one.role in _FIRMS:
            row = rows.get((one.document_kind, one.document))
            head = _read(row.content).head if row is not None else _Head()
            firm, code = (getattr(head, field) for field in _FIRMS[one.role])
            if firm:
                parted[one.facts_ix] = Party(firm, papers=(code,) if code else (), sort=Sort.FIRM)
            continue
        said = values.get((one.document_kind, one.document), {})
        name, paper, phone, address = (said.get(field or "") for field in _FIELDS[one.role])
        if name:
            parted[one.facts_ix] = Party(
                name,
                papers=(paper,) if paper else (),
                telephones=(phone,) if phone else (),
                addresses=(address,) if address else (),
            )
    return parted


def _found(facts_ix: UUID, listed: int, hit: Hit) -> Found:
    told = [
        {"feature": one.feature, "listed": one.listed, "count": one.count}
        for one in explain(hit.match)
    ]
    facts = [{"kind": fact.kind, "listed": fact.listed} for fact in hit.facts]
    return Found(
        facts_ix,
        listed,
        hit.match.row.listed.text,
        round(hit.match.score, 4),
        hit.alone,
        hit.corroborated,
        _write(facts).decode(),
        _write(told).decode(),
    )
