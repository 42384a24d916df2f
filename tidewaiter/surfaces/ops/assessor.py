"""The assessor: a process that decides parcels as they become complete."""

import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.flows.assess_arrivals import Tools, assess_arrivals
from tidewaiter.flows.drawing import draw_seed
from tidewaiter.surfaces.ops.memory import keep_what_is_loaded

log = structlog.get_logger()

_IDLE = 0.03
"""Seconds between looks at an empty queue."""
_LONGEST_REST = 0.1
"""Between two batches the assessor rests a third as long as the last one took, at most so long.

Meanwhile the next batch grows: a hundred parcels cost hardly more than ten, so the busier the
assessor is, the less each parcel costs.
"""


def run_assessor() -> None:
    """Decide parcels until SIGTERM. Whatever fails is rolled back and taken up again."""
    stop = _asked_to_stop()
    by = system_actor("assessor")
    tools = Tools(seed=draw_seed())
    tools.prepare(at=datetime.now(UTC))
    keep_what_is_loaded()
    log.info("assessor.ready", book=tools.book.version[:16])
    patience = 0.1
    limit = settings.TIDEWAITER_BATCH * 4
    while not stop():
        began = time.monotonic()
        try:
            documents, parcels = assess_arrivals(tools, by=by, at=datetime.now(UTC), limit=limit)
        except (OperationalError, InterfaceError) as error:
            # the database restarts, or two transactions stood in each other's way
            log.warning("assessor.database", error=type(error).__name__)
            close_old_connections()
            time.sleep(patience)
            patience = min(patience * 2, 5)
            continue
        except Exception:
            # a bug: what is rolled back comes again, with other parcels beside it
            log.exception("assessor.failed")
            time.sleep(1)
            continue
        patience = 0.1
        if parcels:
            log.debug("assessor.decided", parcels=parcels, documents=documents)
        if not documents:
            time.sleep(_IDLE)
        elif documents < limit:
            time.sleep(min((time.monotonic() - began) / 3, _LONGEST_REST))


def _asked_to_stop() -> Callable[[], bool]:
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    return lambda: bool(asked)
