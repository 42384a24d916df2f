"""Reads of the trail."""

from django.db import models

from tidewaiter.base.audit.models import Entry
from tidewaiter.base.audit.trail import Thing, thing_of


def history_of(thing: models.Model | Thing) -> "models.QuerySet[Entry]":
    """Everything that was ever done to a thing, in the order in which it was written."""
    named = thing_of(thing)
    return Entry.objects.filter(thing_kind=named.kind, thing_id=named.id).order_by("id")
