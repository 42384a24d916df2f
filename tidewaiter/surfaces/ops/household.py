"""Start the processes that make the product, watch over them, and stop them in good order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_PR_SET_PDEATHSIG = 1

_TUNABLES = "GLIBC_TUNABLES"
_ROOMY = "glibc.malloc.tcache_count=2000"
"""Each thread keeps more small blocks for itself: planning a batch in DuckDB takes and gives back
hundreds of thousands, and costs a tenth less so. An operator's own tunables go before ours.
"""


@dataclass
class Member:
    """One process of the household; it is started again when it dies."""

    name: str
    words: Sequence[str]
    yields: bool = False
    """Whether it gives the processor to the others when they need it."""
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0


@dataclass
class Household:
    """The processes of one installation, in the order in which they start."""

    members: list[Member] = field(default_factory=list)
    _leaving: bool = False

    def add(self, name: str, *words: str, yields: bool = False) -> None:
        """Add a process; it starts with `run`. One that yields works in what the others leave."""
        self.members.append(Member(name, words, yields))

    def run(self) -> None:
        """Start everything and stay until SIGINT or SIGTERM; then stop all, last come first
        served.
        """
        signal.signal(signal.SIGTERM, self._leave)
        signal.signal(signal.SIGINT, self._leave)
        try:
            while not self._leaving:
                for member in self.members:
                    if not self._leaving:
                        self._look_after(member)
                time.sleep(0.2)
        finally:
            self._stop()

    def _leave(self, *_: object) -> None:
        self._leaving = True

    def _look_after(self, member: Member) -> None:
        """Start a process that does not run; one that dies at once is given longer and longer
        rests.
        """
        if member.process is not None:
            code = member.process.poll()
            if code is None:
                return
            _end_group(member.process, signal.SIGKILL)
            if time.monotonic() - member.started_at > 30:
                member.deaths = 0
            member.deaths += 1
            print(
                f"{member.name} ended with {code}; starting it again", file=sys.stderr, flush=True
            )
            if member.deaths > 3 and time.monotonic() - member.started_at < min(member.deaths, 30):
                return
        member.process = subprocess.Popen(
            member.words,
            env={_TUNABLES: _ROOMY, **os.environ},
            start_new_session=True,
            preexec_fn=_yield_and_die_with_parent if member.yields else _die_with_parent,
        )
        member.started_at = time.monotonic()

    def _stop(self) -> None:
        running = [member.process for member in reversed(self.members) if member.process]
        for process in running:
            _end_group(process, signal.SIGTERM)
        deadline = time.monotonic() + 15
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _end_group(process, signal.SIGKILL)
                process.wait()
            _end_group(process, signal.SIGKILL)


def _end_group(process: subprocess.Popen[bytes], with_signal: signal.Signals) -> None:
    """Signal a process and all that it started."""
    try:
        os.killpg(process.pid, with_signal)
    except ProcessLookupError:
        return


def _yield_and_die_with_parent() -> None:
    os.nice(10)
    _die_with_parent()


def _die_with_parent() -> None:
    """Let the kernel end this process when the one that started it is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
