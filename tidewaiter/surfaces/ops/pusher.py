"""The pusher: a process that sends receipts to subscribers' addresses."""

import time
from datetime import UTC, datetime

import structlog
from django.db import Error, close_old_connections

from tidewaiter.flows.push_receipts import push_receipts
from tidewaiter.surfaces.ops.startup import stop_event

log = structlog.get_logger()


def run_pusher() -> None:
    """Push receipts until asked to stop; subscribers that fail are tried again later and later."""
    stop = stop_event()
    while not stop.is_set():
        try:
            pushed = push_receipts(at=datetime.now(UTC))
        except Error as error:
            log.warning("pusher.database", error=type(error).__name__)
            close_old_connections()
            time.sleep(2)
            continue
        if not pushed:
            stop.wait(0.5)
