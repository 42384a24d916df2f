"""Take in a line of somebody else's register, whole or not at all."""

from datetime import datetime, time

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket import clocks
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Organisation, OrganisationKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.registry.commands.operators import register_operator
from tidewaiter.registry.models import Identifier, Operator, StandingChange
from tidewaiter.registry.rules.importing import Line, new_here
from tidewaiter.registry.states import REGISTRATION, Standing

_VERBS = {
    Standing.SUSPENDED: "suspend",
    Standing.CLOSED: "close",
    Standing.STRUCK_OFF: "strike-off",
}


@transaction.atomic
def take_line(line: Line, *, source: str, by: Actor, at: datetime) -> Operator:
    """Enter an operator from another register; its standing and numbers come with it."""
    by.must(Permission.OPERATOR_EDIT)
    new_here(there=Operator.objects.filter(code=line.code).exists(), code=line.code)
    for scheme, value in line.identifiers:
        other = Identifier.objects.filter(scheme=scheme, value=value).first()
        new_here(there=other is not None, code=value)
    organisation, _made = Organisation.objects.get_or_create(
        code=line.code,
        defaults={"name": line.name, "kind": OrganisationKind.OTHER},
    )
    new_here(there=Operator.objects.filter(organisation=organisation).exists(), code=line.code)
    operator = register_operator(
        organisation=organisation,
        code=line.code,
        name=line.name,
        roles=line.roles,
        registered_on=line.registered_on,
        address="" if line.natural else line.address,
        phone="" if line.natural else line.phone,
        website=line.website,
        natural=line.natural,
        country=line.country,
        city=line.city,
        by=by,
        at=at,
    )
    Identifier.objects.bulk_create(
        Identifier(operator=operator, scheme=scheme, value=value)
        for scheme, value in line.identifiers
    )
    if line.standing in _VERBS:
        verb = _VERBS[line.standing]
        operator.standing = REGISTRATION.next(operator.standing, verb)
        operator.save(update_fields=["standing"])
        since = line.since or clocks.day_of(at)
        StandingChange.objects.create(
            operator=operator,
            verb=verb,
            standing=operator.standing,
            since=datetime.combine(since, time(), tzinfo=clocks.zone()),
            reason=line.reason,
            docket="",
        )
    record(verb="operator.imported", thing=operator, by=by, at=at, source=source[:100])
    return operator
