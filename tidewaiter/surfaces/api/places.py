"""Places for those who wait for receipts: each holds a thread, and messages must still get one."""

from threading import Lock

from django.conf import settings


class Places:
    """As many places as the setting TIDEWAITER_STREAMS says, in this process."""

    def __init__(self) -> None:
        self._taken = 0
        self._lock = Lock()

    def take(self) -> bool:
        """Take a place, if there is one."""
        with self._lock:
            if self._taken >= settings.TIDEWAITER_STREAMS:
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        """Give a place back."""
        with self._lock:
            self._taken -= 1
