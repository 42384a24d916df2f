"""What clocks do in their moment: they warn, and what the law says of silence happens."""

from datetime import datetime

from django.db import transaction

from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.commands.clocks import ran_out, warned
from tidewaiter.base.docket.commands.inside import rest, tell
from tidewaiter.base.docket.commands.letters import send_template
from tidewaiter.base.docket.commands.moving import arrive, publish, unpublish
from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import Docket, Timer
from tidewaiter.base.docket.rules.expiry import MOST_TRIES, Follows, follows, later
from tidewaiter.base.docket.states import Ticking
from tidewaiter.base.identity.actors import Actor


def take_due(*, at: datetime, limit: int) -> list[Docket]:
    """Lock dockets in which a clock has something to do; those locked by others are theirs."""
    due = Docket.objects.filter(wake_at__lte=at, tries__lt=MOST_TRIES).order_by("wake_at", "id")
    return list(due.select_for_update(skip_locked=True, of=("self",))[:limit])


def wake(docket: Docket, kind: Kind, *, by: Actor, at: datetime) -> list[tuple[Timer, str]]:
    """Let every clock of a locked docket do what it is due to; the moves that this made.

    What a clock starts that is itself due already, as after a day without power, follows at once.
    """
    moved: list[tuple[Timer, str]] = []
    while (timer := _next(docket, at)) is not None:
        if timer.over(at=at):
            verb = _run_out(docket, timer, kind, by=by, at=at)
            if verb:
                moved.append((timer, verb))
        else:
            warned(docket, timer, on=clocks.day_of(at), by=by, at=at)
            reminder = kind.clocks[timer.clock].reminder if timer.clock in kind.clocks else ""
            if reminder:
                send_template(docket, kind, reminder, by=by, at=at)
    docket.tries = 0
    rest(docket)
    return moved


@transaction.atomic
def put_off(docket: Docket, problem: str, *, by: Actor, at: datetime) -> None:
    """Try again later what went wrong, and tell a supervisor when it goes wrong for long."""
    found = Docket.objects.select_for_update().get(pk=docket.pk)
    found.tries += 1
    found.wake_at = later(at, found.tries)
    found.attention = found.attention or found.tries >= MOST_TRIES
    found.save(update_fields=["tries", "wake_at", "attention"])
    tell(found, "clock.failed", by=by, at=at, for_parties=False, tries=found.tries, problem=problem)


def _next(docket: Docket, at: datetime) -> Timer | None:
    due = docket.timers.filter(state=Ticking.RUNNING, next_at__lte=at)
    return due.order_by("next_at", "id").first()


def _run_out(docket: Docket, timer: Timer, kind: Kind, *, by: Actor, at: datetime) -> str:
    """What happens when time has run; the move that it makes, or nothing."""
    clock = kind.clocks.get(timer.clock)
    verb = clock.then if clock else ""
    what = follows(timer.expiry, verb=verb)
    assert timer.due_at is not None
    since = timer.due_at
    ran_out(docket, timer, "run-over" if what.still_open else "expire", by=by, at=at)
    if Follows.ESCALATE in what.deeds:
        _escalate(docket, by=by, at=at)
    if Follows.TELL in what.deeds:
        docket.attention = True
        tell(docket, "supervisor-told", by=by, at=at, for_parties=False)
    if Follows.PUBLISH in what.deeds:
        publish(docket, by=by, at=at)
    if Follows.UNPUBLISH in what.deeds:
        unpublish(docket, by=by, at=at)
    if not verb:
        return ""
    if verb not in kind.life.verbs_from(docket.state):
        title = {"en": timer.title_en, "zh": timer.title_zh}
        tell(docket, "clock.without-effect", by=by, at=at, title=title, move=verb)
        return ""
    after = kind.life.next(docket.state, verb)
    arrive(docket, verb, kind, after, {}, since=since, by=by, at=at)
    return verb


def _escalate(docket: Docket, *, by: Actor, at: datetime) -> None:
    """One level up: to the unit above where there is one, and before the supervisor's eyes."""
    docket.level += 1
    docket.attention = True
    above = docket.unit.above if docket.unit_id and docket.unit else None
    if above is not None:
        docket.unit, docket.officer = above, None
    tell(docket, "escalated", by=by, at=at, for_parties=False, level=docket.level)
