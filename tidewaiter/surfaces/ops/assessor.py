"""The assessor: a process that decides parcels as they become complete."""

import hashlib
import hmac
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.privacy.keys import master_key
from tidewaiter.flows.assess_arrivals import Tools, assess_arrivals

log = structlog.get_logger()

_IDLE = 0.03
"""Seconds between looks at an empty queue."""
_GATHER = 0.05
"""Seconds in which a small batch may grow: a hundred cost hardly more than ten."""
_LARGE = 400
"""Documents from which on a batch is large enough to go on at once."""


def draw_seed() -> str:
    """The secret of the random draws, derived from the master key."""
    return hmac.digest(master_key(), b"tidewaiter selection draw", hashlib.sha256).hex()


def run_assessor() -> None:
    """Decide parcels until SIGTERM. Whatever fails is rolled back and taken up again."""
    stop = _asked_to_stop()
    by = system_actor("assessor")
    tools = Tools(seed=draw_seed())
    tools.prepare(at=datetime.now(UTC))
    log.info("assessor.ready", book=tools.book.version[:16])
    patience = 0.1
    while not stop():
        try:
            documents, parcels = assess_arrivals(
                tools, by=by, at=datetime.now(UTC), limit=settings.TIDEWAITER_BATCH * 4
            )
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
        if documents < _LARGE:
            time.sleep(_GATHER if documents else _IDLE)


def _asked_to_stop() -> Callable[[], bool]:
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    return lambda: bool(asked)
