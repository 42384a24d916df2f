"""Who works on what: units, seats, assignments, and the filters that officers keep."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket.commands.inside import locked, tell
from tidewaiter.base.docket.models import Docket, SavedFilter, Seat, Unit
from tidewaiter.base.docket.queries.who import held_before
from tidewaiter.base.docket.rules.apart import hold_apart
from tidewaiter.base.docket.rules.office import few_filters, known_unit, other_unit
from tidewaiter.base.docket.rules.parties import able_to_work, may_take
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission


@transaction.atomic
def assign(docket: Docket, officer: Person | None, *, by: Actor, at: datetime) -> Docket:
    """Give a docket to an officer, or back to the unit.

    Whoever decided or investigated a matter does not get the appeal against it.
    """
    by.must(Permission.DOCKET_WORK)
    found = locked(docket)
    seats = set(Seat.objects.filter(person_id=_number(by)).values_list("unit_id", flat=True))
    may_take(
        taken=found.officer_id is not None and found.officer_id != _number(by),
        own=officer is None or str(officer.pk) == by.id,
        in_unit=found.unit_id is None or found.unit_id in seats,
        supervisor=by.may(Permission.DOCKET_ASSIGN),
    )
    if officer is not None:
        able = officer.actor.may(Permission.DOCKET_WORK) and officer.is_active
        able_to_work(name=officer.name, able=able)
        hold_apart("reviewer", doer=str(officer.pk), held={}, before=held_before(found))
    found.officer = officer
    found.save(update_fields=["officer"])
    if officer is None:
        tell(found, "unassigned", by=by, at=at, for_parties=False)
    else:
        tell(found, "assigned", by=by, at=at, for_parties=False, officer=officer.pk)
    return found


def assign_all(
    dockets: Iterable[Docket], officer: Person | None, *, by: Actor, at: datetime
) -> int:
    """Give several dockets to an officer, all or none of them; how many there were."""
    with transaction.atomic():
        # in one order, so that two who assign at the same time do not wait for each other
        found = sorted(dockets, key=lambda docket: docket.pk)
        for docket in found:
            assign(docket, officer, by=by, at=at)
    return len(found)


@transaction.atomic
def make_unit(
    code: str, *, en: str, zh: str, above: Unit | None = None, by: Actor, at: datetime
) -> Unit:
    """Set up a part of the office that works on dockets."""
    by.must(Permission.DOCKET_ASSIGN)
    known_unit(code, taken=Unit.objects.filter(code=code).exists())
    unit = Unit.objects.create(code=code, title_en=en, title_zh=zh, above=above)
    record(verb="unit.made", thing=unit, by=by, at=at, code=code)
    return unit


@transaction.atomic
def seat(person: Person, unit: Unit, *, by: Actor, at: datetime) -> Seat:
    """Let somebody work in a unit."""
    by.must(Permission.DOCKET_ASSIGN)
    found, made = Seat.objects.get_or_create(person=person, unit=unit, defaults={"since": at})
    if made:
        record(verb="unit.seated", thing=unit, by=by, at=at, person=person.pk)
    return found


@transaction.atomic
def hand_over(docket: Docket, unit: Unit, *, by: Actor, at: datetime) -> Docket:
    """Pass a docket on to another unit; nobody there has it yet."""
    by.must(Permission.DOCKET_ASSIGN)
    found = locked(docket)
    other_unit(found.unit_id == unit.pk)
    found.unit, found.officer = unit, None
    found.save(update_fields=["unit", "officer"])
    tell(
        found,
        "handed-over",
        by=by,
        at=at,
        for_parties=False,
        unit=unit.code,
        title={"en": unit.title_en, "zh": unit.title_zh},
    )
    return found


@transaction.atomic
def keep_filter(name: str, asked: str, *, by: Actor, at: datetime) -> SavedFilter:
    """Keep a view of the work list under a name; the same name again replaces it."""
    by.must(Permission.DOCKET_SEE)
    own = SavedFilter.objects.visible_to(by)
    few_filters(own.exclude(name=name).count())
    kept, _made = SavedFilter.objects.update_or_create(
        person_id=by.id, name=name, defaults={"asked": asked}
    )
    record(verb="filter.kept", thing=kept, by=by, at=at)
    return kept


@transaction.atomic
def drop_filter(kept: SavedFilter, *, by: Actor, at: datetime) -> None:
    """Forget a kept view."""
    by.must(Permission.DOCKET_SEE)
    record(verb="filter.dropped", thing=kept, by=by, at=at)
    SavedFilter.objects.visible_to(by).filter(pk=kept.pk).delete()


def _number(actor: Actor) -> int | None:
    return int(actor.id) if actor.kind is ActorKind.PERSON and actor.id.isdigit() else None
