"""Open a docket, with its parties, subjects and claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.commands.clocks import start
from tidewaiter.base.docket.commands.inside import locked, rest, tell
from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import (
    Claim,
    Docket,
    Evidence,
    Party,
    Relation,
    Subject,
    Unit,
)
from tidewaiter.base.docket.rules.apart import CONSENTS
from tidewaiter.base.docket.rules.parties import (
    another_docket,
    known_consent,
    known_role,
    new_party,
    proved_authority,
)
from tidewaiter.base.docket.states import Related, Secrecy, Tlp
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.identity.permissions import Permission


@dataclass(frozen=True, slots=True)
class Side:
    """A party that takes part from the beginning."""

    role: str
    name: str
    organisation: Organisation | None = None
    contact: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a docket is about: a kind of thing, its key, and how it is called."""

    kind: str
    key: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for, by the party in a role."""

    code: str
    role: str = ""
    remedy: str = ""
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """How a docket begins: under which law, with whom, about what, by which way it came.

    `since` is the event from which the first clocks count, where that is not the opening itself.
    """

    pack: str
    via: str
    parties: Sequence[Side] = ()
    matters: Sequence[Matter] = ()
    demands: Sequence[Demand] = ()
    title: str = ""
    place: str = ""
    secrecy: Secrecy = Secrecy.PARTIES
    tlp: Tlp = Tlp.AMBER
    since: datetime | None = None
    related: Sequence[tuple[Docket, Related]] = ()


@transaction.atomic
def open_docket(kind: Kind, paper: Paper, *, unit: Unit | None, by: Actor, at: datetime) -> Docket:
    """Open a docket with a dated paper from known parties; its first clocks start."""
    for side in paper.parties:
        known_role(side.role, tuple(kind.roles))
    law = clocks.load(paper.pack).on(clocks.day_of(at))
    docket = Docket.objects.create(
        kind=kind.code,
        prefix=kind.prefix,
        permission=kind.see,
        pack=paper.pack,
        pack_version=law.version,
        place=paper.place,
        title=paper.title,
        received_via=paper.via,
        opened_at=at,
        opened_by=by.id,
        state=kind.life.start,
        state_since=at,
        unit=unit,
        secrecy=paper.secrecy,
        tlp=paper.tlp,
        retention=kind.retention,
    )
    tell(docket, "opened", by=by, at=at, kind=kind.code, via=paper.via, pack=paper.pack)
    parties = {side.role: _party(docket, side, by=by, at=at) for side in paper.parties}
    Subject.objects.bulk_create(
        Subject(docket=docket, kind=one.kind, key=one.key, label=one.label) for one in paper.matters
    )
    Claim.objects.bulk_create(
        Claim(
            docket=docket,
            party=parties.get(one.role),
            code=one.code,
            remedy=one.remedy,
            amount=one.amount,
            currency=one.currency,
        )
        for one in paper.demands
    )
    for other, relation in paper.related:
        _relate(docket, other, relation, by=by, at=at)
    for clock in kind.opens:
        start(docket, kind, clock, since=paper.since or at, by=by, at=at)
    rest(docket)
    return docket


@transaction.atomic
def add_party(
    docket: Docket,
    kind: Kind,
    side: Side,
    *,
    acts_for: Party | None = None,
    authority: Evidence | None = None,
    by: Actor,
    at: datetime,
) -> Party:
    """Let somebody take part, for themselves or for a party that authorised them."""
    by.must(Permission.DOCKET_WORK)
    known_role(side.role, tuple(kind.roles))
    proved_authority(
        side.role,
        acts_for=acts_for is not None,
        proof=authority is not None,
        asked=kind.roles[side.role].proof,
    )
    found = locked(docket)
    new_party(_takes_part(found, side), name=side.name)
    party = _party(found, side, by=by, at=at)
    party.acts_for = None if acts_for is None else found.parties.get(pk=acts_for.pk)
    party.authority = None if authority is None else found.papers.get(pk=authority.pk)
    party.save(update_fields=["acts_for", "authority"])
    return party


@transaction.atomic
def release_party(party: Party, *, by: Actor, at: datetime) -> Party:
    """Note that a party no longer takes part; it sees nothing any more."""
    by.must(Permission.DOCKET_WORK)
    docket = locked(party.docket)
    found = docket.parties.get(pk=party.pk)
    if found.left_at is None:
        found.left_at = at
        found.save(update_fields=["left_at"])
        tell(docket, "party.left", by=by, at=at, role=found.role, number=found.pk)
    return found


@transaction.atomic
def relate(
    docket: Docket, other: Docket, relation: Related, *, by: Actor, at: datetime
) -> Relation:
    """Say what a docket has to do with another."""
    by.must(Permission.DOCKET_WORK)
    found = locked(docket, closed_too=True)
    known = found.relations.filter(other=other, relation=relation)
    another_docket(same=found.pk == other.pk, known=known.exists())
    return _relate(found, other, relation, by=by, at=at)


@transaction.atomic
def note_consent(docket: Docket, consent: str, *, by: Actor, at: datetime) -> Docket:
    """Note that all parties agreed to something, such as that the mediator arbitrates."""
    by.must(Permission.DOCKET_WORK)
    known_consent(consent, tuple(CONSENTS))
    found = locked(docket)
    if consent not in found.consents:
        found.consents = [*found.consents, consent]
        found.save(update_fields=["consents"])
        tell(found, "consented", by=by, at=at, consent=consent)
    return found


@transaction.atomic
def restrict(docket: Docket, secrecy: Secrecy, *, by: Actor, at: datetime) -> Docket:
    """Say who may read a docket."""
    by.must(Permission.DOCKET_ASSIGN)
    found = locked(docket, closed_too=True)
    found.secrecy = secrecy
    found.save(update_fields=["secrecy"])
    tell(found, "restricted", by=by, at=at, for_parties=False, secrecy=secrecy.value)
    return found


def _takes_part(docket: Docket, side: Side) -> bool:
    same = docket.parties.filter(role=side.role, organisation=side.organisation, left_at=None)
    return side.organisation is not None and same.exists()


def _party(docket: Docket, side: Side, *, by: Actor, at: datetime) -> Party:
    party = Party.objects.create(
        docket=docket,
        role=side.role,
        name=side.name,
        organisation=side.organisation,
        contact=side.contact,
        language=side.language,
        joined_at=at,
    )
    tell(docket, "party.joined", by=by, at=at, role=side.role, number=party.pk)
    return party


def _relate(
    docket: Docket, other: Docket, relation: Related, *, by: Actor, at: datetime
) -> Relation:
    made = Relation.objects.create(docket=docket, other=other, relation=relation, at=at)
    tell(
        docket, "related", by=by, at=at, for_parties=False,
        relation=relation.value, other=other.reference,
    )  # fmt: skip
    return made
