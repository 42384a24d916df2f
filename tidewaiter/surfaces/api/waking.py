"""Wake those who wait for receipts at the moment at which theirs are there."""

import time
from collections import Counter
from threading import Condition, Thread

import psycopg
import structlog
from django.db import connection

from tidewaiter.intake.commands.receipts import CHANNEL

_log = structlog.get_logger()

_LOOK = 0.1
"""Seconds between two looks while the database tells nothing."""
_SURE = 1.0
"""Seconds after which one looks although nothing was told."""
_AGAIN = 2.0


class Waking:
    """Listens to the outbox on a connection of its own, from the first time that somebody waits."""

    def __init__(self) -> None:
        self._told: Counter[int] = Counter()
        self._changed = Condition()
        self._listening = False
        self._closing = False
        self._thread: Thread | None = None

    def close(self) -> None:
        """Listen no longer; whoever waits from now on has it listen again."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._closing = True
            thread.join()
            self._closing = False

    def mark(self, recipient: int) -> int:
        """What was told to a recipient so far; take it before looking for receipts."""
        with self._changed:
            if self._thread is None:
                self._thread = Thread(target=self._listen, name="receipts", daemon=True)
                self._thread.start()
            return self._told[recipient] + self._told[0]

    def wait(self, recipient: int, mark: int, seconds: float) -> None:
        """Wait until something is told that came after the mark, or until one looks anyway."""
        most = min(seconds, _SURE if self._listening else _LOOK)
        with self._changed:
            self._changed.wait_for(
                lambda: self._told[recipient] + self._told[0] != mark, timeout=most
            )

    def tell(self, payload: str) -> None:
        """Note for whom there are receipts: numbers of operators, or nothing for everybody."""
        with self._changed:
            self._told.update(map(int, payload.split(",")) if payload else (0,))
            self._changed.notify_all()

    def _listen(self) -> None:
        values = connection.get_connection_params()
        values.pop("cursor_factory", None)
        while not self._closing:
            try:
                with psycopg.connect(**{**values, "autocommit": True}) as own:
                    own.execute(f"LISTEN {CHANNEL}")
                    self._listening = True
                    self.tell("")
                    while not self._closing:
                        for notice in own.notifies(timeout=_LOOK):
                            self.tell(notice.payload)
            except psycopg.Error as error:
                self._listening = False
                _log.warning("receipts.unheard", problem=type(error).__name__)
                time.sleep(_AGAIN)
        self._listening = False
