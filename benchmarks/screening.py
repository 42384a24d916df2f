"""How fast and how well names are screened; ends with one JSON line.

    python benchmarks/screening.py [--names N] [--referee PYTHON] [--keep]

Speed: N parties with all that a parcel says of them, invented before the clock starts, against
all shipped lists, on two processes. Quality: benchmarks/names/clean.csv (10,000 parties of whom
none is listed) and varied.csv (2,000 listed names written otherwise); a varied name counts as found
when its own entry is. The referees, WRatio of rapidfuzz over all listed names and logic-v2 of
nomenklatura over the ten best of those, see every tenth clean and every fifth varied name; beside
them stands what ours does with the same names, each at its own threshold for one alert in a
hundred.
nomenklatura needs a compiler and the ICU headers, so it is not among the dependencies: `make
referee` installs it into an environment of its own; without it that column is missing. `--keep`
adds the result to benchmarks/results/screening.jsonl under the commit.
"""

import argparse
import csv
import gc
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.names.clean import clean_names
from benchmarks.names.listed import all_lists, ofac
from tidewaiter.engine.screening.entries import Sort
from tidewaiter.engine.screening.facts import Party
from tidewaiter.engine.screening.index import Index
from tidewaiter.engine.screening.screen import Screener

ROOT = Path(__file__).parents[1]
NAMES = Path(__file__).parent / "names"
RESULTS = Path(__file__).parent / "results" / "screening.jsonl"
REFEREE = ROOT / ".venv-referee" / "bin" / "python"
PROCESSES = 2
CHUNK = 10_000
TOP = 10

_screener: Screener
_parties: list[Party]


def run(names: int = 1_000_000, referee: Path | None = None) -> dict[str, Any]:
    """Measure speed and quality; says what the referees did where they are there."""
    global _screener
    began = time.perf_counter()
    index = Index(all_lists())
    _screener = Screener(index)
    built = time.perf_counter() - began
    told: dict[str, Any] = {"listed_names": len(index), "index_seconds": round(built, 1)}
    told |= _quality()
    told |= _referees(referee)
    told |= _speed(names)
    return told


def _party(row: Mapping[str, str]) -> Party:
    born = row["born"]
    return Party(
        name=row["name"],
        born=date.fromisoformat(born) if born else None,
        papers=tuple(filter(None, (row["paper"],))),
        telephones=tuple(filter(None, (row["telephone"],))),
        addresses=tuple(filter(None, (row["address"],))),
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _quality() -> dict[str, Any]:
    clean, varied = _rows("clean.csv"), _rows("varied.csv")
    alone: dict[str, set[int]] = {"clean": set(), "varied": set()}
    with_fact: dict[str, set[int]] = {"clean": set(), "varied": set()}
    for group, rows in (("clean", clean), ("varied", varied)):
        for hit in _screener.screen([_party(row) for row in rows]):
            right = group == "clean" or (
                hit.list == "ofac" and hit.entry == rows[hit.party]["entry"]
            )
            if right and hit.alone:
                alone[group].add(hit.party)
            if right and hit.corroborated:
                with_fact[group].add(hit.party)
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for place, row in enumerate(varied):
        found[row["variation"]].append(place in alone["varied"])
    return {
        "clean_names": len(clean),
        "varied_names": len(varied),
        "recall": round(len(alone["varied"]) / len(varied), 4),
        "alert_rate": round(len(alone["clean"]) / len(clean), 4),
        "recall_with_fact": round(len(with_fact["varied"]) / len(varied), 4),
        "alert_rate_with_fact": round(len(with_fact["clean"]) / len(clean), 5),
        "recall_by_variation": {
            variation: round(sum(each) / len(each), 3) for variation, each in found.items()
        },
    }


def _referees(referee: Path | None) -> dict[str, Any]:
    clean, varied = _rows("clean.csv")[::10], _rows("varied.csv")[::5]
    asked = [row["name"] for row in clean + varied]
    truth = [""] * len(clean) + [row["entry"] for row in varied]
    listed = [
        (entry.number, name.text, entry.sort) for entry in ofac().entries for name in entry.names
    ]
    numbers = np.asarray([number for number, _, _ in listed])
    texts = [utils.default_process(text) for _, text, _ in listed]
    began = time.process_time()
    scores = process.cdist(
        [utils.default_process(name) for name in asked],
        texts,
        scorer=fuzz.WRatio,
        dtype=np.uint8,
        workers=1,
    )
    spent = time.process_time() - began
    told: dict[str, Any] = {
        "same_names": {"clean": len(clean), "varied": len(varied)},
        "rapidfuzz_wratio": {
            **_at_one_percent(scores, numbers, truth, usual=85),
            "names_per_cpu_second": round(len(asked) / spent, 1),
        },
    }
    ours = np.zeros((len(asked), 2))
    for place, matches in enumerate(_screener.matches(asked, least=0.1)):
        for match in matches:
            if match.row.list == "ofac":
                ours[place, 0] = max(ours[place, 0], match.score)
                if match.row.entry.number == truth[place]:
                    ours[place, 1] = max(ours[place, 1], match.score)
    bound = np.quantile(ours[: len(clean), 0], 0.99)
    told["ours_on_the_same"] = {
        "recall_at_1_percent": round(float((ours[len(clean) :, 1] > bound).mean()), 4)
    }
    told["nomenklatura_logic_v2"] = (
        _logic_v2(referee, asked, truth, listed, scores, numbers)
        if referee is not None and referee.exists()
        else "not measured: run `make referee` first"
    )
    return told


def _at_one_percent(
    scores: np.ndarray[Any, Any],
    numbers: np.ndarray[Any, Any],
    truth: Sequence[str],
    *,
    usual: float,
) -> dict[str, Any]:
    """Recall where one clean name in a hundred alerts, or as ties allow; and at the usual bound."""
    clean = [place for place, entry in enumerate(truth) if not entry]
    best = scores[clean].max(axis=1)
    bound = float(np.quantile(best, 0.99))
    right = [
        float(scores[place, numbers == entry].max(initial=0))
        for place, entry in enumerate(truth)
        if entry
    ]
    return {
        "recall_at_1_percent": round(float((np.asarray(right) > bound).mean()), 4),
        "alert_rate": round(float((best > bound).mean()), 4),
        "above": round(bound, 3),
        "usual": {
            "from": usual,
            "recall": round(float((np.asarray(right) >= usual).mean()), 4),
            "alert_rate": round(float((best >= usual).mean()), 4),
        },
    }


def _logic_v2(
    referee: Path,
    asked: Sequence[str],
    truth: Sequence[str],
    listed: Sequence[tuple[str, str, Sort]],
    scores: np.ndarray[Any, Any],
    numbers: np.ndarray[Any, Any],
) -> dict[str, float]:
    """Its scores for the ten listed names that WRatio finds most alike, and the right entry's."""
    pairs = []
    for place in range(len(asked)):
        best = set(np.argpartition(-scores[place].astype(int), TOP)[:TOP].tolist())
        if truth[place]:
            best |= set(np.flatnonzero(numbers == truth[place]).tolist())
        pairs += [(place, other) for other in sorted(best)]
    lines = "\n".join(
        json.dumps([asked[place], listed[other][1], str(listed[other][2])])
        for place, other in pairs
    )
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    answered = subprocess.run(
        [str(referee), str(NAMES / "referee.py")],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began
    theirs = np.zeros(scores.shape, dtype=np.float32)
    for (place, other), score in zip(pairs, answered.stdout.split(), strict=True):
        theirs[place, other] = float(score)
    return {
        **_at_one_percent(theirs, numbers, truth, usual=0.7),
        "names_per_cpu_second": round(len(asked) / spent, 1),
    }


def _speed(names: int) -> dict[str, Any]:
    global _parties
    columns = ("group", "name", "born", "paper", "telephone", "address")
    _parties = [
        _party(dict(zip(columns, row, strict=True))) for row in clean_names(names, seed=names)
    ]
    gc.collect()
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        hits = sum(pool.imap_unordered(_screen_chunk, range(0, names, CHUNK)))
        spent = time.perf_counter() - began
        pool.close()
        pool.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "names": names,
        "distinct_names": len({party.name for party in _parties}),
        "hits": hits,
        "seconds": round(spent, 1),
        "names_per_second": round(names / spent),
        "names_per_cpu_second": round(names / cpu),
        "peak_memory_mb": after.ru_maxrss // 1024,
    }


def _screen_chunk(start: int) -> int:
    return sum(1 for _ in _screener.screen(_parties[start : start + CHUNK]))


def keep(result: Mapping[str, Any]) -> None:
    """Add a result to the history, under the commit and the day."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT
    ).stdout.strip()
    day = datetime.now(UTC).date().isoformat()
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"commit": commit, "day": day, **result}, ensure_ascii=False) + "\n")


def main() -> None:
    """Run from the shell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--referee", type=Path, default=Path(os.environ.get("REFEREE", REFEREE)))
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    result = run(chosen.names, chosen.referee)
    if chosen.keep:
        keep(result)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
