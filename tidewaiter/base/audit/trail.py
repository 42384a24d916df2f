"""Writes the trail, from inside the command whose deed it tells."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from django.db import connection, models

from tidewaiter.base.audit.models import Entry
from tidewaiter.base.kernel.privacy import is_personal_key
from tidewaiter.base.rows import insert

_VERB = re.compile(r"[a-z][a-z-]*(\.[a-z][a-z-]*)+")


class Author(Protocol):
    """Whoever does something: a person, a machine client or the system itself.

    The label is kept for ever; it is a number such as "customs:17", not somebody's name.
    """

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Thing:
    """What something was done to, where that is not one row: a batch, a day, a file."""

    kind: str
    id: str


def record(
    *, verb: str, thing: models.Model | Thing, by: Author, at: datetime, **details: object
) -> None:
    """Write down one deed, such as verb="key.revoked", in the transaction in which it is done.

    Details are numbers, codes and states. RuntimeError outside a transaction: a deed without its
    entry, or an entry without its deed, must not be possible. ValueError where a detail bears the
    name of personal data or the verb is no dotted word.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} must be recorded in the transaction of the deed")
    if not _VERB.fullmatch(verb):
        raise ValueError(f"a verb looks like “key.revoked”, not like {verb!r}")
    told = thing_of(thing)
    insert(
        Entry,
        at=at,
        by_kind=by.kind,
        by_id=by.id,
        by_label=by.label,
        verb=verb,
        thing_kind=told.kind,
        thing_id=told.id,
        details=json.dumps(_plain(details), ensure_ascii=False),
    )


def thing_of(thing: models.Model | Thing) -> Thing:
    """Name a row by its model and its key."""
    if isinstance(thing, Thing):
        return thing
    if thing.pk is None:
        raise ValueError("a thing must be saved before something about it is recorded")
    return Thing(thing._meta.label_lower, str(thing.pk))


def _plain(value: object) -> object:
    match value:
        case Mapping():
            for name in value:
                if is_personal_key(str(name)):
                    raise ValueError(f"“{name}” is personal data: it must not enter the trail")
            return {str(name): _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case set() | frozenset():
            return sorted(str(inner) for inner in value)
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case Decimal() | UUID():
            return str(value)
        case date():
            return value.isoformat()
    raise ValueError(f"a {type(value).__name__} cannot be written into the trail")
