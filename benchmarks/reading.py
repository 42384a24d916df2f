"""What reading a message costs; prints one JSON line: CPU µs for each document, by kind and stage.

    python benchmarks/reading.py [--parcels N] [--rounds N]

`parse` reads the message from its bytes and lets go of it again, `content` writes the part of its
documents that is not personal, and `signature` verifies the signature where there is one. Given is
the median of the rounds; no database is needed.
"""

import argparse
import gc
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from harbour.keys import Keys, create, declarants
from harbour.messages import Message
from harbour.stream import pregenerate
from tidewaiter.intake.formats.ceb.privacy import encode_public
from tidewaiter.intake.formats.ceb.signature import verify
from tidewaiter.intake.formats.ceb.xml import parse

BATCH = 100
SEED = 77


def _content(parsed: Any) -> None:
    for found in parsed.documents:
        encode_public(found.document)


def _round(messages: list[Message]) -> dict[tuple[str, str], float]:
    spent: dict[tuple[str, str], float] = defaultdict(float)
    documents: dict[tuple[str, str], int] = defaultdict(int)

    def timed(stage: tuple[str, str], number: int, step: Callable[[], Any]) -> None:
        started = time.process_time()
        step()
        spent[stage] += time.process_time() - started
        documents[stage] += number

    gc.collect()
    for message in messages:
        number = len(message.orders)
        timed((message.kind, "parse"), number, lambda raw=message.raw: parse(raw))
        parsed = parse(message.raw)
        timed((message.kind, "content"), number, lambda parsed=parsed: _content(parsed))
        if parsed.signed:
            timed((message.kind, "signature"), number, lambda root=parsed.root: verify(root))
    return {stage: spent[stage] / documents[stage] * 1e6 for stage in spent}


def run(*, parcels: int, rounds: int) -> dict[str, dict[str, float]]:
    """Run the benchmark; return the figures of each stage by kind, and their sums."""
    made = {code: create(code) for code in declarants()}
    keys = Keys(
        {code: key for code, (key, _) in made.items()},
        {code: certificate for code, (_, certificate) in made.items()},
    )
    messages = pregenerate(
        parcels, SEED, BATCH, start=datetime(2026, 3, 2), rate=100_000, keys=keys
    )
    measured = [_round(messages) for _ in range(rounds)]
    figures: dict[str, dict[str, float]] = defaultdict(dict)
    for kind, stage in sorted(measured[0]):
        figures[stage][kind] = round(median(each[kind, stage] for each in measured), 1)
    for of_stage in figures.values():
        of_stage["sum"] = round(sum(of_stage.values()), 1)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print(json.dumps(run(parcels=arguments.parcels, rounds=arguments.rounds)))


if __name__ == "__main__":
    main()
