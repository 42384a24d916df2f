"""Take over a list of laboratories with what they may test."""

from datetime import datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.provenance.formats.laboratories import LaboratoryList, Listed
from tidewaiter.provenance.models import Laboratory, Scope
from tidewaiter.provenance.rules.laboratories import newer_list


@transaction.atomic
def load_laboratories(given: LaboratoryList, *, by: Actor, at: datetime) -> dict[str, int]:
    """Take over a list: its laboratories with their whole scope; others stay as they are.

    Refused where the same laboratory is kept from a newer list.
    """
    by.must(Permission.PRODUCT_EDIT)
    codes = [one.code for one in given.laboratories]
    held = {one.code: one for one in Laboratory.objects.select_for_update().filter(code__in=codes)}
    for code, one in held.items():
        newer_list(code, held=one.listed_on, given=given.dated)
    scopes = 0
    for one in given.laboratories:
        laboratory = _kept(one, given)
        laboratory.scope.all().delete()
        made = Scope.objects.bulk_create(
            Scope(
                laboratory=laboratory,
                standard=each.standard,
                title=each.title,
                valid_from=each.since,
                valid_to=each.until,
            )
            for each in one.scope
        )
        scopes += len(made)
        record(
            verb="laboratory.listed",
            thing=laboratory,
            by=by,
            at=at,
            accreditor=one.accreditor,
            standards=len(made),
            dated=given.dated,
        )
    return {"laboratories": len(codes), "new": len(codes) - len(held), "standards": scopes}


def _kept(one: Listed, given: LaboratoryList) -> Laboratory:
    laboratory, _ = Laboratory.objects.update_or_create(
        code=one.code,
        defaults={
            "name": one.name,
            "names": one.names,
            "country": one.country,
            "accreditor": one.accreditor.upper(),
            "number": one.number,
            "mark": one.mark,
            "valid_from": one.since,
            "valid_to": one.until,
            "source": given.source,
            "listed_on": given.dated,
        },
    )
    return laboratory
