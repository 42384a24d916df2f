"""Who somebody is to a docket, and who has acted in which duty."""

from collections.abc import Iterable

from tidewaiter.base.docket.models import Docket, Duty, Party
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission


def officer(actor: Actor) -> bool:
    """Whether somebody acts for the office."""
    return actor.kind is ActorKind.SYSTEM or actor.may(Permission.DOCKET_SEE)


def roles_of(docket: Docket, actor: Actor) -> frozenset[str]:
    """In which roles the organisation of somebody takes part."""
    if officer(actor) or actor.organisation_code is None:
        return frozenset()
    parties = Party.objects.filter(
        docket=docket, organisation__code=actor.organisation_code, left_at=None
    )
    return frozenset(parties.values_list("role", flat=True))


def held_in(docket: Docket) -> dict[str, set[str]]:
    """The persons by the duty that they have had in a docket."""
    return _by_duty(Duty.objects.filter(docket=docket).values_list("duty", "person"))


def held_before(docket: Docket) -> dict[str, dict[str, set[str]]]:
    """The same of the dockets to which it is related, by relation."""
    found: dict[str, dict[str, set[str]]] = {}
    for relation in docket.relations.all():
        there = found.setdefault(relation.relation, {})
        for duty, persons in held_in(relation.other).items():
            there.setdefault(duty, set()).update(persons)
    return found


def _by_duty(rows: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for duty, person in rows:
        found.setdefault(duty, set()).add(person)
    return found
