"""Who may see what is known of an operator."""

from typing import ClassVar

from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission


class OfFirm(models.QuerySet):
    """Rows that belong to one firm."""

    path: ClassVar[str] = "operator__organisation__code"

    def visible_to(self, actor: Actor) -> "OfFirm":
        """Officers see the rows of all firms, people and machines of a firm their own."""
        if actor.kind is ActorKind.SYSTEM or actor.may(Permission.DOCKET_SEE):
            return self
        if actor.organisation_code is None:
            return self.none()
        return self.filter(**{self.path: actor.organisation_code})


class OfApplicant(OfFirm):
    """Rows of an application, which the applicant's organisation sees."""

    path = "application__organisation__code"


class Applied(OfFirm):
    """Applications."""

    path = "organisation__code"
