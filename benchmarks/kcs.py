"""How well the model does on public declarations of the Korea Customs Service; prints JSON.

    python -m benchmarks.kcs [--kcs DIR] [--part never_seen|months|weeks|speed]

The data: 45,519 synthetic import declarations with inspection labels (arXiv 2208.02484; MIT, IBS
and Korea Customs Service). They are not shipped: DIR holds `df_syn_train_eng.csv`,
`df_syn_valid_eng.csv` and, where it is at hand, `df_syn_test_eng.csv`; identical goods (same
subheading, route, tax, mass and price) are grouped here as `goods_tuples.csv` groups them.

Rows are copies of source records together with their label, so that four out of five goods of a
later month were seen before with the answer. Hence three questions, asked apart:

- `never_seen`: each group of identical goods once, four folds on groups: what is learned that
  holds for other goods. Beside it LightGBM as it comes, on the same goods and on all columns.
- `months`: the months that follow, whole, with what is new in them apart; calibration.
- `weeks`: two weeks known, then each week learn, inspect the best 10 or 5 per cent, and know only
  the answers of those. Beside it the reference XGBoost (100 trees of depth 4 on risk flags).
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv

from tidewaiter.engine.model.calibration import expit
from tidewaiter.engine.model.explain import explain
from tidewaiter.engine.model.file import write
from tidewaiter.engine.model.learn import LEAST_TO_TUNE, learn, one_vote_each
from tidewaiter.engine.model.measures import average_precision, measured, ranked
from tidewaiter.engine.model.model import Model, days_of
from tidewaiter.engine.model.plan import Crossing, Measure, Memory, Plan, Share, Topic
from tidewaiter.engine.model.traits import Traits

FOLDER = Path(__file__).parents[1] / ".." / "shared" / "data" / "kcs"
FILES = ("df_syn_train_eng.csv", "df_syn_valid_eng.csv", "df_syn_test_eng.csv")
FOLDS, DRAWS, WEEK = 4, 1_000, 7

PROFILE = ("hs6", "departure", "origin", "rate", "regime", "mass", "value")

_CROSSINGS = {
    Topic.GOODS: "hs2 hs4 hs6 goods",
    Topic.ROUTE: "origin departure departure+origin hs2+origin hs4+origin hs6+origin goods+origin "
    "hs2+departure hs4+departure hs6+departure+origin goods+departure+origin",
    Topic.REGIME: "rate regime rate+regime hs2+regime hs4+regime hs6+regime goods+regime "
    "hs4+rate+regime origin+regime departure+regime",
    Topic.MASS: "mass_band hs2+mass_band hs4+mass_band hs6+mass_band goods+mass_band "
    "regime+mass_band origin+mass_band departure+mass_band",
    Topic.VALUE: "value_band unit_band hs2+value_band hs4+value_band origin+unit_band",
}

PLAN = Plan(
    name="kcs",
    profile=PROFILE,
    crossings=tuple(
        Crossing(traits, topic) for topic, line in _CROSSINGS.items() for traits in line.split()
    ),
    counted=("goods", "origin", "departure", "regime", "hs6", "hs4+origin", "departure+origin"),
    shares=(
        Share("hs4+origin", "hs4", Topic.ROUTE),
        Share("goods+origin", "goods", Topic.ROUTE),
        Share("departure+origin", "origin", Topic.ROUTE),
        Share("goods+regime", "goods", Topic.REGIME),
        Share("hs4+departure", "hs4", Topic.ROUTE),
        Share("goods+mass_band", "goods", Topic.MASS),
    ),
    measures=(
        Measure("log_mass", Topic.MASS),
        Measure("log_value", Topic.VALUE),
        Measure("log_unit_value", Topic.VALUE),
        Measure("rate", Topic.REGIME),
        Measure("transit", Topic.ROUTE),
        Measure("zeros", Topic.MASS),
        Measure("fraction", Topic.MASS),
    ),
    memories=(
        Memory("declarant+hs4", Topic.SELLER),
        Memory("seller", Topic.SELLER),
        Memory("consignee", Topic.CONSIGNEE),
        Memory("+".join(PROFILE), Topic.HISTORY, trust=0.3),
    ),
)


def read(folder: Path) -> tuple[Any, Any]:
    """The declarations as traits, and from which file each is (0 train, 1 valid, 2 test)."""
    words = ("HS6 Code", "Importer ID", "Seller ID", "Declarant ID", "Office ID", "Tax Type",
             "Country of Departure", "Country of Origin", "Import Type")  # fmt: skip
    options = csv.ConvertOptions(
        column_types={**dict.fromkeys(words, pa.string()), "Date": pa.date32()},
        strings_can_be_null=True,
        null_values=[""],
    )
    paths = [folder / name for name in FILES if (folder / name).exists()]
    tables = [csv.read_csv(path, convert_options=options) for path in paths]
    raw = pa.concat_tables(tables, promote_options="permissive").combine_chunks()
    mass = raw["Net Mass"].cast(pa.float64()).to_numpy()
    value = raw["Item Price"].cast(pa.float64()).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(mass > 0, np.log((value + 1e-3) / mass), -99.0)
    # Tariff lines of ten digits were cut to six, but every line has one price a kilogram.
    goods = [f"{hs6}|{price:.2f}" for hs6, price in
             zip(raw["HS6 Code"].to_pylist(), unit, strict=True)]  # fmt: skip
    table = pa.table(
        {
            "day": raw["Date"], "hs6": raw["HS6 Code"], "goods": goods,
            "origin": raw["Country of Origin"], "departure": raw["Country of Departure"],
            "regime": raw["Tax Type"], "rate": raw["Tax Rate"].cast(pa.float64()),
            "mass": mass, "value": value, "seller": raw["Seller ID"],
            "consignee": raw["Importer ID"], "declarant": raw["Declarant ID"],
            "office": raw["Office ID"], "import_type": raw["Import Type"],
            "found": raw["Fraud"].cast(pa.int64()), "critical": raw["Critical Fraud"],
        }
    )  # fmt: skip
    source = np.repeat(np.arange(len(tables)), [each.num_rows for each in tables])
    return table, source


def profiles(table: Any) -> Any:
    """Which declarations are of identical goods: a number for each group."""
    prints = Traits(table).crossed(PROFILE, 0)
    return np.unique(prints, return_inverse=True)[1]


def never_seen(table: Any, *, repeats: int = 3) -> dict[str, Any]:
    """Goods that were never seen: out-of-fold scores of each group of identical goods, once."""
    group = profiles(table)
    first, _ = one_vote_each(group, table["found"].to_numpy())
    labels = table["found"].to_numpy()[first].astype(np.float64)
    ours, default, paper = [], [], []
    for repeat in range(repeats):
        fold_of = np.empty(len(first), dtype=np.int64)
        shuffled = np.random.default_rng(repeat).permutation(len(first))
        fold_of[shuffled] = np.arange(len(first)) % FOLDS
        fold = np.empty(group.max() + 1, dtype=np.int64)
        fold[group[first]] = fold_of
        scores = np.zeros((3, len(first)))
        for held in range(FOLDS):
            rows, asked = table.take(np.flatnonzero(fold[group] != held)), fold_of == held
            model = learn(rows, PLAN, tuned=_PLAIN, threads=1)
            taught, there = table.take(first[~asked]), table.take(first[asked])
            scores[0, asked] = model.score(there).log_odds
            for at, columns in enumerate((_GOODS, _ALL), 1):
                scores[at, asked] = _default(taught, there, columns)
        ours.append(scores[0])
        default.append(scores[1])
        paper.append(scores[2])
    each = [measured(labels, expit(scores)) for scores in ours]
    figures = {
        key: _mean([one[key] for one in each]) for key in (*_HEAD, "p_at_1", "p_at_2", "base")
    }
    low, middle, high = gain(labels, ours[0], default[0])
    return {
        **figures,
        "groups": len(first),
        "repeats": [{key: round(one[key], 4) for key in _HEAD} for one in each],
        "ap_interval": interval(labels, ours[0]),
        "gain_ap": middle,
        "gain_ap_low": low,
        "gain_ap_high": high,
        "lightgbm_default": _figures(labels, default),
        "lightgbm_default_all_columns": _figures(labels, paper),
    }


_HEAD = ("ap", "auc", "p_at_5", "p_at_10")
_GOODS = ("hs6", "departure", "origin", "rate", "regime", "mass", "value")
_ALL = (*_GOODS, "seller", "consignee", "declarant", "office", "import_type")


def _plain() -> Any:
    from tidewaiter.engine.model.calibration import Line, Steps
    from tidewaiter.engine.model.model import Tuned

    return Tuned(Line(), Steps(), tuple(memory.trust for memory in PLAN.memories))


_PLAIN = _plain()


def _mean(values: list[float]) -> float:
    return float(np.mean(values))


def _figures(labels: Any, scores: list[Any]) -> dict[str, float]:
    found = [measured(labels, expit(each)) for each in scores]
    return {key: round(_mean([each[key] for each in found]), 4) for key in _HEAD}


def _default(taught: Any, asked: Any, columns: tuple[str, ...]) -> Any:
    """LightGBM as it comes, on label-encoded columns, in log-odds."""
    import lightgbm

    both = pa.concat_tables([taught, asked])
    rows = np.column_stack([_encoded(both[name]) for name in columns])
    settings = {"objective": "binary", "verbose": -1, "num_threads": 1}
    known = taught.num_rows
    data = lightgbm.Dataset(rows[:known], taught["found"].to_numpy())
    return lightgbm.train(settings, data, 100).predict(rows[known:], raw_score=True)


def _encoded(column: Any) -> Any:
    if pa.types.is_string(column.type):
        words = np.array([word or "" for word in column.to_pylist()])
        return np.unique(words, return_inverse=True)[1].astype(np.float64)
    return column.to_numpy().astype(np.float64)


def gain(labels: Any, ours: Any, theirs: Any) -> tuple[float, float, float]:
    """How much more average precision, with the bounds of 95 % (paired bootstrap of groups)."""
    rng, found = np.random.default_rng(0), []
    for _ in range(DRAWS):
        weights = rng.multinomial(len(labels), np.full(len(labels), 1 / len(labels))).astype(float)
        found.append(
            average_precision(labels, ours, weights) - average_precision(labels, theirs, weights)
        )
    low, middle, high = np.quantile(found, (0.025, 0.5, 0.975))
    return float(low), float(middle), float(high)


def interval(labels: Any, scores: Any) -> list[float]:
    """The bounds of 95 % of average precision (bootstrap of groups)."""
    rng, found = np.random.default_rng(0), []
    for _ in range(DRAWS // 2):
        weights = rng.multinomial(len(labels), np.full(len(labels), 1 / len(labels))).astype(float)
        found.append(average_precision(labels, scores, weights))
    return [round(float(each), 4) for each in np.quantile(found, (0.025, 0.975))]


def months(table: Any, source: Any, asked: int) -> tuple[dict[str, Any], Model]:
    """The months of one file, learned from the files before it."""
    before, there = table.take(np.flatnonzero(source < asked)), table.take(
        np.flatnonzero(source == asked)
    )  # fmt: skip
    model = learn(before, PLAN, threads=1)
    labels = there["found"].to_numpy().astype(np.float64)
    scores = model.score(there)
    new = ~np.isin(Traits(there).crossed(PROFILE, 0), Traits(before).crossed(PROFILE, 0))
    figures = measured(labels, scores.chance)
    unseen = measured(labels[new], scores.chance[new])
    return {
        **{key: round(value, 4) for key, value in figures.items()},
        "known": {k: round(v, 4) for k, v in measured(labels[~new], scores.chance[~new]).items()},
        "new": {k: round(v, 4) for k, v in unseen.items()},
        "trusts": dict(zip((m.traits for m in PLAN.memories), model.tuned.trusts, strict=True)),
    }, model


def weeks(table: Any, share: float) -> dict[str, Any]:
    """The simulation by weeks with selective labels, for our model and the reference."""
    ours = _simulated(table, share, _our_picker())
    theirs = _simulated(table, share, _their_picks)
    return {"ours": ours, "xgboost": theirs, "ratio": ours["precision"] / theirs["precision"]}


def _weeks(days: Any) -> Iterator[Any]:
    for start in range(days.min() + 2 * WEEK, days.max() + 1, WEEK):
        rows = np.flatnonzero((days >= start) & (days < start + WEEK))
        if len(rows):
            yield rows


def _simulated(table: Any, share: float, picks: Any) -> dict[str, Any]:
    days, labels = days_of(Traits(table)), table["found"].to_numpy()
    group = profiles(table)
    known = np.flatnonzero(days < days.min() + 2 * WEEK)
    log: list[tuple[int, int, int, int, int]] = []
    for rows in _weeks(days):
        many = int(len(rows) * share)
        best = rows[picks(table.take(known), table.take(rows), many)]
        fresh = ~np.isin(group[best], group[known])
        log.append(
            (
                len(best),
                labels[best].sum(),
                fresh.sum(),
                labels[best[fresh]].sum(),
                labels[rows].sum(),
            )
        )
        known = np.concatenate([known, best])
    done = np.array(log)
    last = done[-13:]
    return {
        "weeks": len(done),
        "precision": float(done[:, 1].sum() / done[:, 0].sum()),
        "last_13_weeks": float(last[:, 1].sum() / last[:, 0].sum()),
        "recall": float(done[:, 1].sum() / done[:, 4].sum()),
        "never_seen_picks": int(done[:, 2].sum()),
        "never_seen_precision": float(done[:, 3].sum() / max(done[:, 2].sum(), 1)),
        "never_seen_precision_last_26_weeks": float(
            done[-26:, 3].sum() / max(done[-26:, 2].sum(), 1)
        ),
    }


def _our_picker() -> Any:
    state: dict[str, Any] = {"tuned": None, "week": 0}

    def picks(known: Any, asked: Any, many: int) -> Any:
        # trust and calibration are set anew each quarter, as an authority would
        again = state["week"] % 13 == 0 and known.num_rows >= LEAST_TO_TUNE
        held = None if again else (state["tuned"] or _PLAIN)
        model = learn(known, PLAN, tuned=held, threads=1)
        if again:
            state["tuned"] = model.tuned
        state["week"] += 1
        return ranked(model.score(asked).chance)[:many]

    return picks


_FLAGGED = (("consignee",), ("declarant",), ("seller",), ("hs6",), ("origin",), ("office",),
            ("office", "consignee"), ("office", "hs6"), ("hs6", "origin"))  # fmt: skip


def _their_picks(known: Any, asked: Any, many: int) -> Any:
    """The reference: risk flags (the riskiest tenth of each profile, +10 smoothing), mass, rate."""
    import xgboost

    before, there = Traits(known), Traits(asked)
    labels = before.number("found")
    old = [before.number("mass"), before.number("rate")]
    new = [there.number("mass"), there.number("rate")]
    for parts in _FLAGGED:
        prints = before.crossed(parts, 7)
        keys, place = np.unique(prints, return_inverse=True)
        risk = np.bincount(place, weights=labels) / (np.bincount(place) + 10.0)
        flagged = keys[risk > np.quantile(risk, 0.9)]
        old.append(np.isin(prints, flagged).astype(float))
        new.append(np.isin(there.crossed(parts, 7), flagged).astype(float))
    trees = xgboost.XGBClassifier(n_estimators=100, max_depth=4, n_jobs=1, random_state=0)
    trees.fit(np.column_stack(old), labels)
    return ranked(trees.predict_proba(np.column_stack(new))[:, 1])[:many]


def speed(model: Model, table: Any) -> dict[str, float]:
    """What scores and reasons cost on one core (processor time)."""
    rows = 20_000
    part = pa.concat_tables([table.take(np.arange(min(rows, table.num_rows)))])
    start = time.process_time()
    matrix = model.rows_of(Traits(part))
    features_s = time.process_time() - start
    start = time.process_time()
    model.score(part)
    score_s = time.process_time() - start
    chosen = table.take(np.arange(1_000))
    start = time.process_time()
    explain(model, chosen)
    reasons_s = time.process_time() - start
    small = table.take(np.arange(100))
    model.score(small)
    start = time.process_time()
    for _ in range(20):
        model.score(small)
    return {
        "features": matrix.shape[1],
        "features_per_second": round(part.num_rows / features_s),
        "scores_per_second": round(part.num_rows / score_s),
        "reasons_ms": round(reasons_s / chosen.num_rows * 1000, 4),
        "batch_of_100_ms": round((time.process_time() - start) / 20 * 1000, 3),
        "model_mb": round(len(write(model)) / 1e6, 2),
    }


def run(folder: Path | None = None, parts: tuple[str, ...] = ()) -> dict[str, Any]:
    """All figures; the last line that is printed."""
    folder = folder or FOLDER
    if not (folder / FILES[0]).exists():
        raise SystemExit(
            f"{folder} holds no {FILES[0]}. Get the data of arXiv 2208.02484 and name its folder "
            "with --kcs."
        )
    table, source = read(folder)
    both = np.flatnonzero(source < 2)
    known = table.take(both)
    wanted = parts or ("never_seen", "months", "weeks", "speed")
    out: dict[str, Any] = {}
    if "never_seen" in wanted:
        found = never_seen(known)
        out |= {key: found[key] for key in (*_HEAD,)}
        out["never_seen"] = found
        _say(found)
    if "months" in wanted or "speed" in wanted:
        out["months"], model = months(table, source, 1)
        out["ece"] = out["months"]["ece"]
        _say(out["months"])
        if "speed" in wanted:
            out["speed"] = speed(model, table.take(np.flatnonzero(source == 1)))
            _say(out["speed"])
        if (source == 2).any():
            out["test_months"], _ = months(table, source, 2)
            _say(out["test_months"])
    if "weeks" in wanted:
        for share in (0.10, 0.05):
            name = f"weeks_{share:.0%}".rstrip("%")
            out[name] = weeks(known, share)
            _say({name: out[name]})
    return out


def _say(part: dict[str, Any]) -> None:
    print(json.dumps(part), file=sys.stderr, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kcs", type=Path)
    parser.add_argument("--part", action="append", default=[])
    given = parser.parse_args()
    print(json.dumps(run(given.kcs, tuple(given.part))))
