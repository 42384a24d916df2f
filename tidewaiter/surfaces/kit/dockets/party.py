"""What a party is told of a docket: nothing that stays inside the office or with others."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import Docket, Evidence, Happening, Party, Statement
from tidewaiter.base.docket.states import Standing
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Person
from tidewaiter.surfaces.kit.dockets.telling import (
    Names,
    PartyTold,
    in_short,
    names_of,
    parties_told,
    statement_facts,
    unit_of,
)
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import moment


def summary_for_party(docket: Docket, kind: Kind) -> tuple[Fact, ...]:
    """The docket in short, as far as it concerns its parties."""
    facts = in_short(docket, kind)
    if unit := unit_of(docket):
        facts.append(Fact(_("Works on it"), unit))
    if docket.published_at:
        until = docket.unpublished_at
        note = _("until %(moment)s") % {"moment": moment(until)} if until else ""
        facts.append(Fact(_("Published"), moment(docket.published_at), note))
    facts += [
        Fact(_("About"), one.label or one.key, one.key if one.label else "")
        for one in docket.subjects.all()
    ]
    if docket.closed_at:
        facts.append(Fact(_("Closed"), moment(docket.closed_at)))
    return tuple(facts)


def names_for_party(
    docket: Docket, told: Iterable[Happening | Evidence], *, by: Actor
) -> dict[str, str]:
    """Who did what: one's own people by name, other parties by theirs, the office as the office."""
    told = tuple(told)
    numbers = {one.by_id for one in told if one.by_kind == "person" and one.by_id.isdigit()}
    people = Person.objects.filter(pk__in=numbers, organisation__code=by.organisation_code)
    own = {str(person.pk): person.name for person in people}
    parties = docket.parties.filter(organisation__isnull=False)
    others = dict(parties.values_list("organisation__code", "name"))
    found = {}
    for one in told:
        code = one.by_label.partition(":")[0]
        found[one.by_id] = own.get(one.by_id) or others.get(code) or _("the office")
    return found


def names_at_desk(
    docket: Docket, told: Iterable[Happening | Evidence], *, by: Actor
) -> dict[str, str]:
    """Who did what, for officers: colleagues by name, people of a party by the party."""
    told = tuple(told)
    found = dict(names_of((one.by_id for one in told), by=by))
    parties = docket.parties.filter(organisation__isnull=False)
    others = dict(parties.values_list("organisation__code", "name"))
    for one in told:
        party = others.get(one.by_label.partition(":")[0])
        if one.by_id not in found and party:
            found[one.by_id] = party
    return found


def parties_for_party(docket: Docket, kind: Kind, *, by: Actor) -> tuple[PartyTold, ...]:
    """Who takes part; how to reach them stands only beside one's own organisation."""
    parties = docket.parties.select_related("organisation", "acts_for", "authority")
    return tuple(
        told if told.organisation == by.organisation_code else replace(told, contact="", proof="")
        for told in parties_told(parties, kind)
    )


def decisions_for_party(docket: Docket, kind: Kind, papers: Iterable[Evidence]) -> tuple:
    """Decisions with their reasons; papers that the reader may not see are not named."""
    seen = {paper.pk: paper.name for paper in papers}
    hidden = _("a paper that is not open to you")
    issued = docket.statements.filter(standing__in=[Standing.ISSUED, Standing.WITHDRAWN])
    return tuple(
        (one.reference, one.standing, one.issued_at, statement_facts(one, kind),
         _facts(one, seen, hidden))
        for one in issued.order_by("-id").prefetch_related("facts__evidence")
    )  # fmt: skip


def own_parties(docket: Docket, *, by: Actor) -> list[Party]:
    """The parties of a docket for which somebody acts."""
    mine = docket.parties.filter(organisation__code=by.organisation_code, left_at=None)
    return list(mine.order_by("pk"))


def _facts(statement: Statement, seen: Names, hidden: str) -> tuple[tuple[str, tuple], ...]:
    return tuple(
        (fact.text, tuple(seen.get(paper.pk, hidden) for paper in fact.evidence.all()))
        for fact in statement.facts.all()
    )
