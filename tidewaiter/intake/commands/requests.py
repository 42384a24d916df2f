"""Carry out, or turn down, what is asked of a declaration."""

from datetime import datetime

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.intake.models import Declaration, Request
from tidewaiter.intake.models.documents import Document


def attach(request: Request, declaration: Declaration, *, by: Actor, at: datetime) -> None:
    """Grant a request: it belongs to its declaration from now on."""
    request.declaration = declaration
    request.save(update_fields=["declaration"])
    record(verb="request.granted", thing=request, by=by, at=at, declaration=declaration.pk)


def withdraw_declaration(
    declaration: Declaration, request: Request, *, by: Actor, at: datetime
) -> None:
    """Take a cancelled declaration out of force; its number may be used again."""
    declaration.current = False
    declaration.save(update_fields=["current"])
    attach(request, declaration, by=by, at=at)
    record(verb="declaration.cancelled", thing=declaration, by=by, at=at, request=request.pk)


def turn_down(document: Document, *, code: str, by: Actor, at: datetime) -> None:
    """Take a refused request out of force, so that a better one can have its number."""
    document.current = False
    document.save(update_fields=["current"])
    record(verb="request.refused", thing=document, by=by, at=at, code=code)
