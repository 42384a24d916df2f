"""How fast the clocks of dockets are served that are due at once; prints one JSON line.

    python benchmarks/clocks.py [--clocks N] [--workers N] [--no-kill]

N errands wait for an answer whose time ran out while nothing ran. Workers serve them; half-way
through, one is killed and another takes its place. Each clock closes its errand, writes a letter,
ends other clocks and leaves its events and audit entries: `never` and `twice` count those that
did not do so, or not once.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

ROOT = Path(__file__).parents[1]
MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)


def prepare(number: int, *, at: datetime) -> datetime:
    """So many errands that wait for an answer; the moment at which the time of all has run."""
    from tidewaiter.base.docket.commands.moving import move
    from tidewaiter.base.docket.commands.opening import Paper, Side, open_docket
    from tidewaiter.base.docket.example import ERRAND
    from tidewaiter.base.identity.actors import system_actor

    clerk = system_actor("bench")
    paper = Paper("cn", "desk", parties=(Side("applicant", "Lotus Trading"),))
    first = open_docket(ERRAND, paper, unit=None, by=clerk, at=at)
    for verb, given in (("take-up", {}), ("ask", {"question": "Where is the crate now?"})):
        first = move(first, verb, ERRAND, given, by=clerk, at=at)
    _multiply(first, number)
    due: datetime = first.timers.get(clock="answer").due_at
    return due


def _multiply(first: Any, number: int) -> None:
    """Copies of a docket with its party and clocks, made by the database."""
    from django.db import connection

    from tidewaiter.base.docket.models import Docket, Party, Timer

    with connection.cursor() as cursor:
        names = ", ".join(
            f'"{field.column}"' for field in Docket._meta.concrete_fields if field.name != "id"
        )
        cursor.execute(
            f"INSERT INTO docket_docket ({names}) SELECT {names} FROM docket_docket,"
            " generate_series(1, %s) WHERE id = %s",
            [number - 1, first.pk],
        )
        for model in (Party, Timer):
            columns = [
                field.column
                for field in model._meta.concrete_fields
                if field.name not in {"id", "docket"}
            ]
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} (docket_id, {', '.join(columns)})"
                f" SELECT d.id, {', '.join(f'one.{column}' for column in columns)}"
                f" FROM {table} AS one, docket_docket AS d"
                " WHERE one.docket_id = %s AND d.id > %s",
                [first.pk, first.pk],
            )
        cursor.execute("ANALYZE")


def fire(at: datetime, *, workers: int, kill: bool, database: str) -> dict[str, Any]:
    """Let workers serve everything that is due; what they did, and how long it took."""
    from tidewaiter.base.docket.models import Docket

    everything = Docket.objects.filter(wake_at__lte=at).count()
    began = time.perf_counter()
    running = [_worker(at, database) for _ in range(workers)]
    killed = 0
    try:
        while running:
            time.sleep(0.05)
            left = Docket.objects.filter(wake_at__lte=at).count()
            if kill and not killed and 0 < left < everything * 0.9:
                running[0].send_signal(signal.SIGKILL)
                running.append(_worker(at, database))
                killed = 1
            for one in list(running):
                if one.poll() is not None:
                    running.remove(one)
                    if one.returncode not in {0, -signal.SIGKILL}:
                        raise RuntimeError(f"a worker ended with {one.returncode}")
    finally:
        for one in running:
            one.kill()
    seconds = time.perf_counter() - began
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "clocks": everything,
        "seconds": round(seconds, 1),
        "clocks_per_second": round(everything / seconds, 1),
        "worker_cpu_ms_per_clock": round((spent.ru_utime + spent.ru_stime) / everything * 1e3, 2),
        "workers": workers,
        "killed": killed,
        **_counted(),
    }


def _counted() -> dict[str, int]:
    """Errands that lapsed not at all or more than once, by what they wrote."""
    from django.db.models import Count, Q

    from tidewaiter.base.docket.models import Docket

    ran = Q(history__event="clock.ran-out", history__values__clock="answer")
    times = Docket.objects.annotate(times=Count("history", filter=ran))
    found = list(times.values_list("times", flat=True))
    return {"never": found.count(0), "twice": sum(one > 1 for one in found)}


def _worker(at: datetime, database: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__)), "--work", at.isoformat(), "--database", database],
        cwd=ROOT,
        env=os.environ,
    )


def _work(at: datetime) -> None:
    """What one worker does: serve what is due until nothing is left."""
    from tidewaiter.base.docket.example import ERRAND
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.flows.dockets import REGISTERED, Registered
    from tidewaiter.flows.run_clocks import run_clocks

    REGISTERED[ERRAND.code] = Registered(ERRAND)
    run_clocks(by=system_actor("scheduler"), at=at)


def run(*, clocks: int, workers: int, kill: bool) -> dict[str, Any]:
    """Measure in a database of its own on a private server, which is thrown away."""
    from benchmarks.throwaway import database

    with database() as name:
        due = prepare(clocks, at=MONDAY)
        return fire(due + timedelta(days=1), workers=workers, kill=kill, database=name)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-kill", action="store_true")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        from benchmarks.throwaway import connected

        connected(given.database)
        _work(datetime.fromisoformat(given.work))
    else:
        told = run(clocks=given.clocks, workers=given.workers, kill=not given.no_kill)
        print(json.dumps(told))


if __name__ == "__main__":
    main()
