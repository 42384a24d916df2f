"""What a look into the law costs; prints one JSON line.

    python benchmarks/law.py [--rounds N]

Timed are look-ups of a warm process, each as the median over several rounds, in microseconds: a
value, a timer and an obligation by name on a day that was asked for before; the same with `on` for
a day that comes up again and again; a day never asked for, with a value; and the answers that join
many entries (who is responsible, what has to be done).
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from tidewaiter.law.loader import Pack, load

DAY = date(2026, 3, 2)
CALLS = 20_000
FACTS = {"direction": "import", "buyer": "consumer", "seller": "business", "stock": "abroad"}


def run(rounds: int = 9) -> dict[str, float | int]:
    """Looks things up again and again and says what one look costs."""
    began = time.perf_counter()
    pack = load("cn")
    loaded = time.perf_counter() - began
    law = pack.on(DAY)
    law.tariff, law.values, law.timers, law.obligations  # noqa: B018
    name, timer = "cbec.limit.single", "cn-compl-accept"
    obligation = next(iter(law.obligations))
    spent = {
        "us_value": _spent(rounds, lambda: law.value(name)),
        "us_timer": _spent(rounds, lambda: law.timer(timer)),
        "us_obligation": _spent(rounds, lambda: law.obligations[obligation]),
        "us_on_and_value": _spent(rounds, lambda: pack.on(DAY).value(name)),
        "us_new_day_and_value": _new_days(pack, name),
    }
    facts = FACTS if law.facts else {}
    spent["us_responsible"] = _spent(rounds, lambda: law.responsible("customs", facts), 500)
    spent["us_obligations_of"] = _spent(rounds, lambda: law.obligations_of(facts, "merchant"), 500)
    figures = {name: round(each, 3) for name, each in spent.items()}
    counts = {"values": len(law.values), "obligations": len(law.obligations)}
    return {**figures, **counts, "load_s": round(loaded, 2)}


def _spent(rounds: int, look: Callable[[], object], calls: int = CALLS) -> float:
    """The median microseconds of a call, the call of the lambda included."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        for _ in range(calls):
            look()
        found.append((time.perf_counter() - began) / calls * 1e6)
    return statistics.median(found)


def _new_days(pack: Pack, name: str) -> float:
    """The microseconds of a value on a day that nobody asked for, its era once made."""
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(2000)]
    for day in days[::30]:
        pack.on(day).value(name)
    fresh = [day for n, day in enumerate(days) if n % 30]
    began = time.perf_counter()
    for day in fresh:
        pack.on(day).value(name)
    return (time.perf_counter() - began) / len(fresh) * 1e6


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    print(json.dumps(run(parser.parse_args().rounds)))


if __name__ == "__main__":
    main()
