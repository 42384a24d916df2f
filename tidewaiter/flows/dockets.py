"""The kinds of proceedings of this installation, and the moves made in them.

A kind is registered here and nowhere else: pages, work list, clocks and reference follow.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from tidewaiter.base.docket.applications import Answers, Application, faults
from tidewaiter.base.docket.commands.moving import move
from tidewaiter.base.docket.commands.reasons import withdraw_statement
from tidewaiter.base.docket.kinds import Kind, by_code
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.docket.states import Related
from tidewaiter.base.identity.actors import Actor, system_actor
from tidewaiter.base.identity.models import Organisation
from tidewaiter.provenance.commands.reports import accept_report, end_report, note_genuine
from tidewaiter.provenance.dockets import TEST_REPORT
from tidewaiter.registry.commands import admitting, appealing, applying, reviewing
from tidewaiter.registry.dockets import ACCESS_APPEAL, ACCESS_REVIEW
from tidewaiter.registry.rules.form import access_application
from tidewaiter.registry.states import UNDONE, Access


class Effect(Protocol):
    """A command of a capability that belongs to a move, such as striking off a merchant."""

    def __call__(
        self, docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime
    ) -> object: ...


class Opening(Protocol):
    """A command of a capability that opens a docket for an organisation that applied."""

    def __call__(
        self, answers: Answers, *, organisation: Organisation, by: Actor, at: datetime
    ) -> Docket: ...


class Completing(Protocol):
    """What follows when the papers of an application lie in its docket, such as a move."""

    def __call__(self, docket: Docket, answers: Answers, *, by: Actor, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Applied:
    """That dockets of a kind are applied for: with which form, and the commands that follow.

    `opens` makes the docket of the answers; then the papers are laid into it, each with the code
    under which it was asked for (`docket.papers.filter(asked=code)`); then `completes`.
    """

    application: Application
    opens: Opening
    completes: Completing | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind, what its moves bring about in the tables of its capability, by verb, and how it is
    applied for where somebody can apply.
    """

    kind: Kind
    effects: Mapping[str, Effect] = field(default_factory=dict)
    applied: Applied | None = None


def book(*registered: Registered) -> dict[str, Registered]:
    """Kinds by their codes; ValueError where one does not fit together."""
    by_code(*(one.kind for one in registered))
    for one in registered:
        wrong = list(faults(one.applied.application)) if one.applied else []
        if wrong:
            raise ValueError(f"{one.kind.code}: {'; '.join(wrong)}")
    return {one.kind.code: one for one in registered}


def undo(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Undo what was decided in an access review, since the appeal against it was upheld: its
    reasons are withdrawn, and what follows is done by the system in its name.
    """
    for relation in docket.relations.filter(relation=Related.APPEAL_OF).select_related("other"):
        first = relation.other
        last = first.statements.filter(standing="issued").order_by("-id").first()
        if last is not None:
            withdraw_statement(last, grounds=docket.reference, by=by, at=at)
        verb = UNDONE.get(Access(first.state))
        if verb is not None:
            make_move(first, verb, {}, by=system_actor("appeals"), at=at)


def send_in(docket: Docket, answers: Answers, *, by: Actor, at: datetime) -> None:
    """Send an application to trade in when its papers are there."""
    from tidewaiter.flows.access_review import complete

    complete(docket, answers, by=by, at=at)


def send_revision(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Send what was put right; it is checked anew when all of it is kept."""
    from tidewaiter.flows.access_review import check_again

    reviewing.send_revision(docket, given, by=by, at=at)
    transaction.on_commit(lambda: check_again(docket, at=at), robust=True)


REGISTERED: dict[str, Registered] = book(
    Registered(
        TEST_REPORT,
        {
            "accept": accept_report,
            "expire": end_report,
            "suspect": end_report,
            "clear": note_genuine,
        },
    ),
    Registered(
        ACCESS_REVIEW,
        {
            "submit": reviewing.send_in,
            "abandon": reviewing.end_application,
            "lapse": reviewing.end_application,
            "ask": reviewing.ask_for_revision,
            "revise": send_revision,
            "give-up": reviewing.end_application,
            "admit-within-limits": admitting.admit_within_limits,
            "approve": admitting.admit,
            "refuse": admitting.refuse,
            "fall-due": reviewing.mark_lapsed,
            "ask-again": reviewing.mark_lapsed,
            "prove-again": send_revision,
            "confirm": admitting.confirm,
            "send-back": reviewing.ask_for_revision,
            "stop-unproved": admitting.suspend,
            "suspend": admitting.suspend,
            "lift": admitting.lift,
            "strike-off": admitting.strike_off,
            "close": admitting.close,
            "appeal-refusal": appealing.open_appeal,
            "appeal-limits": appealing.open_appeal,
            "appeal-suspension": appealing.open_appeal,
            "appeal-striking-off": appealing.open_appeal,
            "reopen": admitting.reopen,
            "free": admitting.free,
            "reinstate": admitting.reinstate,
            "restore": admitting.restore,
        },
        Applied(
            access_application(settings.TIDEWAITER_PACK),
            opens=applying.open_access_review,
            completes=send_in,
        ),
    ),
    Registered(ACCESS_APPEAL, {"uphold": undo}),
)
"""Every kind of docket, with the effects of its moves."""


def kind_of(docket: Docket) -> Kind:
    """The kind of a docket."""
    return REGISTERED[docket.kind].kind


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which they are registered."""
    return tuple(one.kind for one in REGISTERED.values())


def applied_for() -> Iterator[tuple[Kind, Applied]]:
    """The kinds for which one can apply, each with its form."""
    for one in REGISTERED.values():
        if one.applied is not None:
            yield one.kind, one.applied


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
