"""The kinds of proceedings of this installation, and the moves made in them.

A kind is registered here and nowhere else: pages, work list, clocks and reference follow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from tidewaiter.base.docket.commands.moving import move
from tidewaiter.base.docket.kinds import Kind, by_code
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor
from tidewaiter.provenance.commands.reports import accept_report, end_report, note_genuine
from tidewaiter.provenance.dockets import TEST_REPORT


class Effect(Protocol):
    """A command of a capability that belongs to a move, such as striking off a merchant."""

    def __call__(
        self, docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind, and what its moves bring about in the tables of its capability, by verb."""

    kind: Kind
    effects: Mapping[str, Effect] = field(default_factory=dict)


def book(*registered: Registered) -> dict[str, Registered]:
    """Kinds by their codes; ValueError where one does not fit together."""
    by_code(*(one.kind for one in registered))
    return {one.kind.code: one for one in registered}


REGISTERED: dict[str, Registered] = book(
    Registered(
        TEST_REPORT,
        effects={
            "accept": accept_report,
            "expire": end_report,
            "suspect": end_report,
            "clear": note_genuine,
        },
    ),
)
"""Every kind of docket, with the effects of its moves."""


def kind_of(docket: Docket) -> Kind:
    """The kind of a docket."""
    return REGISTERED[docket.kind].kind


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which they are registered."""
    return tuple(one.kind for one in REGISTERED.values())


def make_move(
    docket: Docket, verb: str, given: Mapping[str, Any], *, by: Actor, at: datetime
) -> Docket:
    """Make a move with its effect, both or neither."""
    with transaction.atomic():
        moved = move(docket, verb, kind_of(docket), given, by=by, at=at)
        bring_about(moved, verb, given, by=by, at=at)
    return moved


def bring_about(
    docket: Docket, verb: str, given: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Do what a move brings about in its capability, inside the transaction of the move."""
    effect: Callable[..., object] | None = REGISTERED[docket.kind].effects.get(verb)
    if effect is not None:
        effect(docket, given, by=by, at=at)
