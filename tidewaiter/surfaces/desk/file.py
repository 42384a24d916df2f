"""The file of a parcel, fetched for somebody who may see it."""

from dataclasses import dataclass

from django.http import Http404

from tidewaiter.base.identity.actors import Actor
from tidewaiter.intake.models import Awaited, Declaration
from tidewaiter.intake.queries import wholly_returned
from tidewaiter.risk.models import Assessment
from tidewaiter.surfaces.desk.rows import standing_of


@dataclass(frozen=True)
class File:
    """A declaration with its decision in force, as far as it is decided."""

    declaration: Declaration
    assessment: Assessment | None
    awaited: Awaited | None
    standing: str


def fetch(pk: int, *, by: Actor) -> File:
    """The file of a declaration that an actor may see; 404 for everything else."""
    declaration = Declaration.objects.visible_to(by).select_related("sender").filter(pk=pk).first()
    if declaration is None:
        raise Http404
    assessment = Assessment.objects.visible_to(by).filter(declaration=pk, current=True).first()
    awaited = Awaited.objects.filter(pk=pk).first()
    standing = standing_of(
        assessment, waits=awaited is not None, returned=bool(wholly_returned([pk]))
    )
    return File(declaration, assessment if awaited is None else None, awaited, standing)


def title_of(declaration: Declaration) -> str:
    """By which number a parcel is called."""
    return declaration.logistics_no or declaration.order_no
