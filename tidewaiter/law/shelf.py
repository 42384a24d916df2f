"""Keeps the packs that a process has read, and reads them anew when the law is amended.

The law that was read goes on to serve until the new one is ready: nobody waits for it. Where the
new one cannot be used, the process says so once and keeps what it has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Generic, TypeVar

import structlog

from tidewaiter.law import amendments
from tidewaiter.law.findings import PackError

_log = structlog.get_logger()

Kept = TypeVar("Kept")
Mark = tuple[int, str]
"""Which folder of amendments, and which set of files in it."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An amendment that this process cannot use, and why; it goes on with the law before it."""

    pack: str
    version: str
    sentence: str


class Shelf(Generic[Kept]):
    """One of each pack. `make` reads a pack; `warm` prepares a new one as the old one was used."""

    def __init__(self, make: Callable[[str], Kept], warm: Callable[[Kept, Kept], None]) -> None:
        self._make = make
        self._warm = warm
        self._held: dict[str, tuple[Mark, Kept]] = {}
        self._unread: dict[str, Unread] = {}
        self._behind: set[str] = set()
        self._reading = Lock()
        self._starting = Lock()

    def get(self, pack: str) -> Kept:
        """The pack as it was last read; an amendment is read behind the back of whoever asks."""
        mark = _mark(pack)
        held = self._held.get(pack)
        if held is not None and held[0] == mark:
            return held[1]
        if held is None or held[0][0] != mark[0]:
            return self.renew(pack)
        with self._starting:
            if pack not in self._behind:
                self._behind.add(pack)
                Thread(target=self._read_behind, args=(pack,), name="law", daemon=True).start()
        return held[1]

    def renew(self, pack: str) -> Kept:
        """The pack as it holds now, read here and now where it has changed."""
        with self._reading:
            mark = _mark(pack)
            held = self._held.get(pack)
            if held is not None and held[0] == mark:
                return held[1]
            old = held[1] if held is not None and held[0][0] == mark[0] else None
            self._held[pack] = mark, self._read(pack, mark[1], old)
            return self._held[pack][1]

    def unread(self) -> Mapping[str, Unread]:
        """The packs whose last amendment this process cannot use."""
        number = amendments.folder_number()
        return {
            pack: each for pack, each in self._unread.items() if self._held[pack][0][0] == number
        }

    def _read(self, pack: str, version: str, old: Kept | None) -> Kept:
        try:
            made = self._make(pack)
            if old is not None:
                self._warm(made, old)
        except PackError as error:
            if old is None:
                raise
            self._unread[pack] = Unread(pack, version, str(error).strip())
            _log.error("law.unreadable", pack=pack, version=version[:12], problem=str(error))
            return old
        self._unread.pop(pack, None)
        return made

    def _read_behind(self, pack: str) -> None:
        try:
            self.renew(pack)
        except Exception:
            # the old law goes on to serve; the next question tries again
            _log.exception("law.not-renewed", pack=pack)
        finally:
            with self._starting:
                self._behind.discard(pack)


def _mark(pack: str) -> Mark:
    return amendments.folder_number(), amendments.digest_in_force(pack)
