"""A whole installation in a folder of its own, and the means to kill its parts."""

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import httpx
import psycopg

from tidewaiter.surfaces.ops import cluster

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _end_with_the_test() -> None:
    """Let the kernel stop the installation when the test itself is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Installation:
    """`tidewaiter up` as a process group: started, watched, stopped and thrown away."""

    def __init__(self, *, web: int = 2, assessors: int = 2) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="tidewaiter-kill-"))
        self.home.chmod(0o755)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TIDEWAITER_") and name != "DATABASE_URL"
        } | {"TIDEWAITER_HOME": str(self.home), "TIDEWAITER_LOG_JSON": "yes"}
        self.log = self.home / "processes.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "tidewaiter.surfaces.ops.cli", "up", "--demo",
                    "--rate", "0", "--port", str(port), "--web", str(web),
                    "--assessors", str(assessors),
                ],
                cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=_end_with_the_test,
            )  # fmt: skip

    def wait_until_up(self, seconds: float = 120) -> None:
        """Wait until the web answers."""
        self.wait(lambda: httpx.get(f"{self.url}/health", timeout=2).status_code == 200, seconds)

    def wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Wait for something that may fail in between."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            with suppress(httpx.HTTPError, psycopg.Error):
                if until():
                    return
            time.sleep(0.3)
        raise TimeoutError(self.log.read_text()[-3000:])

    @property
    def tokens(self) -> dict[str, str]:
        """The keys of the demo's firms."""
        return json.loads((self.home / "demo" / "tokens.json").read_text())

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the installation's own database."""
        with psycopg.connect(cluster.at(self.home).url, connect_timeout=3) as connection:
            return connection.execute(sql).fetchall()

    def aftermath(self) -> dict[str, object]:
        """Whether every promise was kept."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.stories.aftermath"],
            cwd=ROOT, env=self.env, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def stop(self) -> None:
        """Stop everything in good order, or by force, and throw the folder away."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(40)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        cluster.stop(cluster.at(self.home))
        shutil.rmtree(cluster.at(self.home).data.parent, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def whole(self) -> bool:
        """Whether everything that may be killed is there and the web answers."""
        with suppress(httpx.HTTPError):
            up = httpx.get(f"{self.url}/health", timeout=5).status_code == 200
            return up and len(self.web_workers()) >= 2 and len(self.assessors()) >= 2
        return False

    def kill(self, what: str, draw: Random) -> bool:
        """Kill one process of a sort outright; say whether there was one."""
        victims = VICTIMS[what](self)
        if not victims:
            return False
        with suppress(ProcessLookupError):
            os.kill(draw.choice(victims), signal.SIGKILL)
            return True
        return False

    def _children(self, parent: int | None = None) -> dict[int, str]:
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with suppress(OSError):
                # the name of the program stands in brackets and may hold anything
                after = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(after[1]) == (parent or self.process.pid) and after[0] != "Z":
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    found[int(entry.name)] = b" ".join(words).decode(errors="replace").strip()
        return found

    def web(self) -> list[int]:
        """Granian's main process."""
        return [pid for pid, words in self._children().items() if "granian" in words]

    def web_workers(self) -> list[int]:
        """The processes that answer requests."""
        return [
            pid
            for main in self.web()
            for pid, words in self._children(main).items()
            if "resource_tracker" not in words
        ]

    def assessors(self) -> list[int]:
        """The processes that decide parcels."""
        return [pid for pid, words in self._children().items() if words.endswith(" assessor")]

    def backends(self) -> list[int]:
        """The database's processes that serve assessors; one death restarts the whole database."""
        with suppress(psycopg.Error):
            rows = self.ask(
                "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND (query LIKE '%intake_arrival%' OR query LIKE '%risk_%')"
            )
            return [row[0] for row in rows]
        return []


VICTIMS: dict[str, Callable[[Installation], list[int]]] = {
    "web worker": Installation.web_workers,
    "web": Installation.web,
    "assessor": Installation.assessors,
    "backend": Installation.backends,
}
