"""How much of each fraud the whole system finds with a bounded number of inspections.

    python benchmarks/targeting.py [--parcels N] [--days N] [--share S] [--json FILE]

A simulated harbour with known truth sends its messages through the product itself: intake, engine,
linking, prices, in a database of its own and in the harbour's time. The last day is judged. What
the law rejects is rejected; of the accepted parcels the given share is opened by priority, beyond
those that a rule sends to be opened. The same number of parcels is then chosen by each family of
rules alone, and at random, and compared.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

START = datetime(2026, 6, 1)
"""The first day, local time."""
SEED = 7
_EVERY = 20
"""Messages after which an assessor looks."""
_GATHERED, _LATE = 900.0, 600.0
"""Seconds for which a firm gathers documents, and by which the parties of a parcel differ."""


@dataclass(frozen=True)
class Parcel:
    """A decided parcel of the day that is judged, and what is true of it."""

    fraud: str
    outcome: str
    lane: str | None
    lane_by: str
    priority: float
    draw: float
    weights: Mapping[str, float]
    """The weight of each rule that fired."""
    demanded: tuple[str, ...]
    """The rules that fired and send a parcel to be opened or held."""

    @property
    def mandatory(self) -> bool:
        """Whether a rule sends the parcel to be opened or held, whatever the budget."""
        return self.lane_by == "rule" and self.lane in {"inspection", "hold"}


def run(parcels: int = 60_000, days: int = 4, share: float = 0.01) -> dict[str, Any]:
    """Simulate the days and say what was found on the last of them."""
    home = Path(tempfile.mkdtemp(prefix="tidewaiter-targeting-"))
    home.chmod(0o755)
    from tidewaiter.surfaces.ops import cluster

    server = cluster.at(home)
    os.environ.update(
        TIDEWAITER_HOME=str(home),
        DATABASE_URL=server.url,
        DJANGO_SETTINGS_MODULE="tidewaiter.project.settings",
    )
    cluster.start(server, cluster.FORGETFUL)
    try:
        truth = _simulate(home, parcels, days)
        return judged(list(_decided(days, truth)), share) | {"parcels": parcels, "days": days}
    finally:
        cluster.stop(server)
        shutil.rmtree(home, ignore_errors=True)


def _simulate(home: Path, parcels: int, days: int) -> dict[str, str]:
    """Send all messages in the harbour's time; return the fraud of each parcel by its number."""
    import django

    (home / "static").mkdir()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from harbour.messages import messages
    from harbour.world import World
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.flows.assess_arrivals import Tools, assess_arrivals, assess_overdue
    from tidewaiter.flows.receive_message import receive_message
    from tidewaiter.registry.models import Operator
    from tidewaiter.surfaces.ops.demo import prepare_demo

    zone = ZoneInfo("Asia/Shanghai")
    start = START.replace(tzinfo=zone)
    by = system_actor("benchmark")
    keys, _ = prepare_demo(home, at=start - timedelta(days=400))
    senders = {operator.code: operator for operator in Operator.objects.all()}
    tools, truth = Tools(seed="benchmark"), {}

    def noted() -> Iterator[Any]:
        for one in World(SEED).parcels(parcels, start=START, rate=rate):
            truth[one.cop_no] = one.fraud.value
            yield one

    rate = parcels / (days * 86_400)
    clock = _Clock(start, by)
    began = time.monotonic()
    for number, message in enumerate(
        messages(noted(), rate=rate, max_wait=_GATHERED, delay=_LATE, keys=keys, seed=SEED), 1
    ):
        at = start + timedelta(seconds=message.due)
        receive_message(
            message.raw, media_type="application/xml", sender=senders[message.sender], by=by, at=at
        )
        if number % _EVERY == 0:
            assess_arrivals(tools, by=by, at=at)
            clock.strike(at)
        if number % 2000 == 0:
            _say(f"{at:%d %H:%M}, {len(truth):,} parcels, {time.monotonic() - began:.0f} s")
    end = start + timedelta(days=days)
    while assess_arrivals(tools, by=by, at=end)[0]:
        pass
    assess_overdue(tools, by=by, at=end + timedelta(days=30))
    return truth


class _Clock:
    """Does what the scheduler does, in the harbour's time."""

    def __init__(self, start: datetime, by: Any) -> None:
        self._by = by
        self._due = {"prices": start, "arrivals": start, "night": start + timedelta(hours=27)}

    def strike(self, at: datetime) -> None:
        """Do what has become due."""
        from tidewaiter.flows.learn_prices import learn_prices
        from tidewaiter.flows.link_parties import link_arrivals, link_parties

        if self._passed("prices", at, timedelta(hours=4)):
            learn_prices(by=self._by, at=at)
        if self._passed("arrivals", at, timedelta(hours=1)):
            link_arrivals(by=self._by, at=at)
        if self._passed("night", at, timedelta(days=1)):
            link_parties(night=at.date(), by=self._by, at=at)

    def _passed(self, what: str, at: datetime, every: timedelta) -> bool:
        if at < self._due[what]:
            return False
        while self._due[what] <= at:
            self._due[what] += every
        return True


def _decided(days: int, truth: Mapping[str, str]) -> Iterator[Parcel]:
    from tidewaiter.engine.book.loader import load_book
    from tidewaiter.engine.selection.policy import Lane
    from tidewaiter.risk.models import Assessment

    book = load_book()
    rules = {rule.code: rule for rule in book.rules}
    since = START.replace(tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta(days=days - 1)
    rows = Assessment.objects.filter(current=True, declaration__received_at__gte=since)
    for row in rows.select_related("declaration").prefetch_related("reasons"):
        codes = {reason.code for reason in row.reasons.all()}
        asked = [rules[code] for code in codes if code in rules]
        yield Parcel(
            truth[row.declaration.cop_no],
            row.outcome,
            row.lane,
            row.lane_by,
            row.priority or 0.0,
            row.draw,
            {rule.code: float(rule.weight) for rule in asked if rule.weight},
            tuple(rule.code for rule in asked if rule.lane in {Lane.INSPECTION, Lane.HOLD}),
        )


def judged(parcels: list[Parcel], share: float) -> dict[str, Any]:
    """What was found: by rejection, by rules that demand it, and by priority within the share."""
    accepted = [one for one in parcels if one.outcome == "accepted"]
    frauds = Counter(one.fraud for one in parcels if one.fraud != "none")
    mandatory = [one for one in accepted if one.mandatory]
    others = sorted(
        (one for one in accepted if not one.mandatory), key=lambda one: (-one.priority, one.draw)
    )
    budget = round(share * len(accepted))
    chosen = others[:budget]
    rejected = [one for one in parcels if one.outcome == "rejected"]
    table = {
        fraud: {
            "parcels": count,
            "rejected": _of(fraud, rejected),
            "by_rule": _of(fraud, mandatory),
            "by_priority": _of(fraud, chosen),
            "recall": round(
                (_of(fraud, rejected) + _of(fraud, mandatory) + _of(fraud, chosen)) / count, 3
            ),
        }
        for fraud, count in sorted(frauds.items())
    }
    opened = mandatory + chosen
    there = sum(one.fraud != "none" for one in accepted)
    return {
        "judged": len(parcels),
        "budget": budget,
        "mandatory": len(mandatory),
        "families": table,
        "all": _effect(opened, there),
        "alone": {
            name: _effect(_alone(name, accepted, len(opened)), there)
            for name in sorted({code.split("-")[0] for one in accepted for code in one.weights}
                               | {code.split("-")[0] for one in accepted for code in one.demanded})
        } | {"random": _effect(sorted(accepted, key=lambda one: one.draw)[: len(opened)], there)},
    }  # fmt: skip


def _alone(family: str, accepted: list[Parcel], count: int) -> list[Parcel]:
    """As many parcels as the whole book opens, chosen by the rules of one family."""

    def rank(one: Parcel) -> tuple[float, float]:
        own = sum(weight for code, weight in one.weights.items() if code.split("-")[0] == family)
        demanded = any(code.split("-")[0] == family for code in one.demanded)
        return (-(own + 100 * demanded), one.draw)

    return sorted(accepted, key=rank)[:count]


def _of(fraud: str, parcels: list[Parcel]) -> int:
    return sum(one.fraud == fraud for one in parcels)


def _effect(opened: list[Parcel], there: int) -> dict[str, float]:
    found = sum(one.fraud != "none" for one in opened)
    return {
        "opened": len(opened),
        "found": found,
        "precision": round(found / max(len(opened), 1), 3),
        "recall": round(found / max(there, 1), 3),
    }


def _say(text: str) -> None:
    print(f"• {text}", file=sys.stderr, flush=True)


def main() -> None:
    """Reads the arguments and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=60_000)
    parser.add_argument("--days", type=int, default=4)
    parser.add_argument("--share", type=float, default=0.01)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    figures = run(given.parcels, given.days, given.share)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
