"""The clocks of all dockets: whatever is due is done, once, however late and by whichever worker.

The docket's row is the lock, and what a clock does is committed with the note that it has done it:
a worker that dies leaves either both or neither, and another one goes on.
"""

from datetime import datetime

import structlog
from django.db import transaction

from tidewaiter.base.docket.commands.waking import put_off, take_due, wake
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.dockets import bring_about, kind_of

BATCH = 25
"""Dockets of one transaction: so long may an officer have to wait who works on one of them."""

_log = structlog.get_logger()


def run_clocks(*, by: Actor, at: datetime, most: int | None = None) -> int:
    """Wake every docket in which a clock has something to do; how many there were."""
    done = 0
    while most is None or done < most:
        with transaction.atomic():
            found = take_due(at=at, limit=BATCH)
            for docket in found:
                try:
                    with transaction.atomic():
                        for _timer, verb in wake(docket, kind_of(docket), by=by, at=at):
                            bring_about(docket, verb, {}, by=by, at=at)
                except Exception as problem:
                    # one docket that cannot go on does not keep the others waiting
                    _log.exception("clock.failed", docket=docket.pk)
                    put_off(docket, type(problem).__name__, by=by, at=at)
        if not found:
            break
        done += len(found)
    return done
