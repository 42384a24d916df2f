"""Start, stop, resume, extend and end the clocks of a docket."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.commands.inside import locked, rest, tell
from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import Docket, Timer
from tidewaiter.base.docket.rules.clocks import extends, stops_for
from tidewaiter.base.docket.states import CLOCK, Ticking
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.deadlines import Unit


@transaction.atomic
def stop_clock(timer: Timer, *, reason: str, by: Actor, at: datetime) -> Timer:
    """Let a clock stand still from today, for a reason that the law knows."""
    by.must(Permission.DOCKET_WORK)
    docket = locked(timer.docket, closed_too=True)
    found = docket.timers.get(pk=timer.pk)
    halt(docket, found, reason=reason, by=by, at=at)
    rest(docket)
    return found


@transaction.atomic
def resume_clock(timer: Timer, *, by: Actor, at: datetime) -> Timer:
    """Let a clock run on from tomorrow; its due date moves by the days that it stood still."""
    by.must(Permission.DOCKET_WORK)
    docket = locked(timer.docket, closed_too=True)
    found = docket.timers.get(pk=timer.pk)
    go_on(docket, found, by=by, at=at)
    rest(docket)
    return found


@transaction.atomic
def extend_clock(timer: Timer, *, grounds: str, by: Actor, at: datetime) -> Timer:
    """Give more time, once, as far as the law lets it be given, with reasons."""
    by.must(Permission.DOCKET_WORK)
    docket = locked(timer.docket, closed_too=True)
    found = docket.timers.get(pk=timer.pk)
    law = clocks.load(found.pack).on(clocks.day_of(found.started_at))
    allowed = law.timer(found.timer).extension is not None and found.state == Ticking.RUNNING
    extends(once=not found.extended, allowed=allowed, timer=found.timer)
    found.extended = True
    _reckon(docket, found, on=clocks.day_of(at))
    found.save()
    tell(
        docket, "clock.extended", by=by, at=at, said={"grounds": grounds}, **_named(found),
        due=found.due_on.isoformat() if found.due_on else "",
    )  # fmt: skip
    rest(docket)
    return found


def start(
    docket: Docket, kind: Kind, clock: str, *, since: datetime, by: Actor, at: datetime
) -> Timer | None:
    """Start a clock of the kind with an event; None where the law has no such clock.

    One of the same name that still runs is met: the event has come again.
    """
    place = kind.timer_of(clock, docket.pack)
    if place is None:
        return None
    end(docket, (clock,), "meet", by=by, at=at)
    pack, name = place
    run = clocks.run(pack, name, start=since, counted_in=docket.pack, place=docket.place)
    law = run.timer
    timer = Timer(
        docket=docket,
        clock=clock,
        pack=pack,
        timer=name,
        law_version=run.law.version,
        title_en=law.title.en,
        title_zh=law.title.zh,
        starts=law.starts,
        started_at=since,
        unit=law.duration.unit if law.duration else Unit.DAYS,
        calendar=law.calendar,
        against=kind.clocks[clock].against,
        expiry=law.expiry,
    )
    _take(timer, run, on=clocks.day_of(at))
    timer.save()
    due = timer.due_on.isoformat() if timer.due_on else ""
    tell(docket, "clock.started", by=by, at=at, **_named(timer), due=due)
    return timer


def end(docket: Docket, names: tuple[str, ...], verb: str, *, by: Actor, at: datetime) -> None:
    """Meet or cancel the open clocks of those names."""
    open_ = [one.value for one in Ticking if verb in CLOCK.verbs_from(one)]
    for timer in docket.timers.filter(clock__in=names, state__in=open_):
        late = timer.state == Ticking.OVERDUE
        timer.state = CLOCK.next(timer.state, verb)
        timer.next_at, timer.ended_at = None, at
        timer.save(update_fields=["state", "next_at", "ended_at"])
        event = "clock.cancelled" if verb == "cancel" else "clock.met"
        tell(
            docket, f"{event}-late" if late and verb == "meet" else event, by=by, at=at,
            **_named(timer),
        )  # fmt: skip


def halt(docket: Docket, timer: Timer, *, reason: str, by: Actor, at: datetime) -> None:
    """Stop one clock; the docket is locked."""
    law = clocks.load(timer.pack).on(clocks.day_of(timer.started_at)).timer(timer.timer)
    timer.state = CLOCK.next(timer.state, "stop")
    stops_for(reason, law.stops, timer=timer.timer)
    since = clocks.moment_of(at, hours=timer.unit == Unit.HOURS)
    timer.stops = [*timer.stops, {"since": since.isoformat(), "until": None, "reason": reason}]
    _reckon(docket, timer, on=clocks.day_of(at))
    timer.save()
    tell(docket, "clock.stopped", by=by, at=at, **_named(timer), reason=reason)


def go_on(docket: Docket, timer: Timer, *, by: Actor, at: datetime) -> None:
    """Let one clock run on; the docket is locked."""
    timer.state = CLOCK.next(timer.state, "resume")
    until = clocks.moment_of(at, hours=timer.unit == Unit.HOURS).isoformat()
    *before, last = timer.stops
    timer.stops = [*before, {**last, "until": until}]
    _reckon(docket, timer, on=clocks.day_of(at))
    timer.save()
    due = timer.due_on.isoformat() if timer.due_on else ""
    tell(docket, "clock.resumed", by=by, at=at, **_named(timer), due=due)


def next_moment(timer: Timer) -> datetime | None:
    """When a running clock has something to do next: to warn, or to run out."""
    if timer.state != Ticking.RUNNING or timer.due_at is None:
        return None
    first = min(timer.warn_on, default=None)
    return min(clocks.midnight(first), timer.due_at) if first else timer.due_at


def _reckon(docket: Docket, timer: Timer, *, on: date) -> None:
    run = clocks.run(
        timer.pack,
        timer.timer,
        start=timer.started_at,
        counted_in=docket.pack,
        place=docket.place,
        stops=timer.stops,
        extended=timer.extended,
    )
    _take(timer, run, on=on)


def _take(timer: Timer, run: clocks.Run, *, on: date) -> None:
    timer.due_on, timer.due_at = run.due_on, run.due_at
    timer.warn_on = sorted({day for day in map(_day, run.deadline.warn) if day > on})
    timer.reckoned_en = run.deadline.arithmetic.en
    timer.reckoned_zh = run.deadline.arithmetic.zh
    timer.next_at = next_moment(timer)


def _day(moment: date | datetime) -> date:
    return clocks.day_of(moment) if isinstance(moment, datetime) else moment


def _named(timer: Timer) -> dict[str, Any]:
    title = {"en": timer.title_en, "zh": timer.title_zh}
    return {"clock": timer.clock, "timer": timer.timer, "title": title}


def warned(docket: Docket, timer: Timer, *, on: date, by: Actor, at: datetime) -> int:
    """Note that a clock has warned; how many days are left. What was missed is not made up for."""
    timer.warn_on = [day for day in timer.warn_on if day > on]
    timer.next_at = next_moment(timer)
    timer.save(update_fields=["warn_on", "next_at"])
    left = timer.left(on=on) or 0
    tell(docket, "clock.warned", by=by, at=at, **_named(timer), left=left)
    return left


def ran_out(docket: Docket, timer: Timer, verb: str, *, by: Actor, at: datetime) -> None:
    """Note that the time of a clock has run."""
    timer.state = CLOCK.next(timer.state, verb)
    timer.warn_on, timer.next_at, timer.ended_at = [], None, at
    timer.save(update_fields=["state", "warn_on", "next_at", "ended_at"])
    due = timer.due_on.isoformat() if timer.due_on else ""
    tell(docket, "clock.ran-out", by=by, at=at, **_named(timer), due=due, effect=timer.expiry)
