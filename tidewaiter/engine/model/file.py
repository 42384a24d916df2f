"""A model as a file: one zip archive whose fingerprint names the model.

`manifest.json` says the format, what the model looks at and what it was made of; the counts stand
beside it as plain numpy arrays, the trees as LightGBM's text. Nothing in it can be executed.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import lightgbm
import numpy as np

from tidewaiter.engine.model.calibration import Line, Steps
from tidewaiter.engine.model.drift import Baseline
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.meaning import Meaning
from tidewaiter.engine.model.memory import Memories
from tidewaiter.engine.model.model import Facts, Model, Revenue, Tuned
from tidewaiter.engine.model.plan import read_plan
from tidewaiter.engine.model.rates import Rates

FORMAT = 1
"""Grows when a file of before can no longer be read."""

SUFFIX = ".tidemodel"
_MOST_BYTES = 512 * 2**20
_STILL = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Stored:
    """A model with the fingerprint of its file."""

    model: Model
    fingerprint: str


def write(model: Model) -> bytes:
    """The file of a model; the same model gives the same bytes."""
    arrays: dict[str, Any] = {
        "rates_keys": model.rates.keys,
        "rates_votes": model.rates.votes,
        "rates_found": model.rates.found,
        "memory_keys": model.memories.keys,
        "memory_weight": model.memories.weight,
        "memory_found": model.memories.found,
        "memory_times": model.memories.times,
        "memory_hits": model.memories.hits,
    }
    if model.meaning is not None:
        arrays["meaning_codes"] = model.meaning.codes
        arrays["meaning_places"] = model.meaning.places.astype(np.float16)
    manifest = {
        "format": FORMAT,
        "lightgbm": lightgbm.__version__,
        "plan": model.plan.as_json(),
        "features": list(model.names),
        "overall": model.rates.overall,
        "memory_day": model.memories.day,
        "tuned": {
            "line": asdict(model.tuned.line),
            "steps": asdict(model.tuned.steps),
            "trusts": list(model.tuned.trusts),
        },
        "smear": None if model.revenue is None else model.revenue.smear,
        "baseline": asdict(model.baseline),
        "facts": asdict(model.facts)
        | {
            "first_day": model.facts.first_day.isoformat(),
            "last_day": model.facts.last_day.isoformat(),
        },
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _STILL), content, zipfile.ZIP_DEFLATED)

        put("manifest.json", json.dumps(manifest, indent=1, sort_keys=True).encode())
        put("prior.txt", model.booster.model_to_string().encode())
        if model.revenue is not None:
            put("revenue.txt", model.revenue.booster.model_to_string().encode())
        for name, array in sorted(arrays.items()):
            held = io.BytesIO()
            np.save(held, array, allow_pickle=False)
            put(f"{name}.npy", held.getvalue())
    return buffer.getvalue()


def fingerprint(content: bytes) -> str:
    """What names a model: SHA-256 of its file."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> Stored:
    """The model of a file. Raises ModelError for a damaged file or one of another format."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise _damaged("it unpacks to more than 512 MB")
            manifest = json.loads(archive.read("manifest.json"))
            _check_format(manifest)
            parts = {
                name: archive.read(name)
                for name in archive.namelist()
                if name.endswith((".npy", ".txt"))
            }
        return Stored(_built(manifest, parts), fingerprint(content))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        if isinstance(error, ModelError):
            raise
        raise _damaged(str(error) or type(error).__name__) from error


def _check_format(manifest: Any) -> None:
    version = manifest.get("format") if isinstance(manifest, dict) else None
    if version != FORMAT:
        raise ModelError(
            "model.format",
            "The file has format {version}; this version of Tidewaiter reads format {format}.",
            "Train the model again with this version (tidewaiter train). The model in force stays.",
            {"version": version, "format": FORMAT},
        )


def _damaged(why: str) -> ModelError:
    return ModelError(
        "model.damaged",
        "The file is no complete model: {why}.",
        "Copy it again from where it was made, or train anew. The model in force stays.",
        {"why": why},
    )


def _built(manifest: Mapping[str, Any], parts: Mapping[str, bytes]) -> Model:
    def array(name: str) -> Any:
        return np.load(io.BytesIO(parts[f"{name}.npy"]), allow_pickle=False)

    plan = read_plan(manifest["plan"])
    facts, tuned, baseline = manifest["facts"], manifest["tuned"], manifest["baseline"]
    meaning = None
    if plan.meaning:
        meaning = Meaning(array("meaning_codes"), array("meaning_places").astype(np.float32))
    revenue = None
    if manifest["smear"] is not None:
        revenue = Revenue(_booster(parts["revenue.txt"]), manifest["smear"])
    model = Model(
        plan=plan,
        names=tuple(manifest["features"]),
        rates=Rates(
            array("rates_keys"), array("rates_votes"), array("rates_found"), manifest["overall"]
        ),
        booster=_booster(parts["prior.txt"]),
        meaning=meaning,
        memories=Memories(
            array("memory_keys"),
            array("memory_weight"),
            array("memory_found"),
            array("memory_times"),
            array("memory_hits"),
            manifest["memory_day"],
        ),
        tuned=Tuned(
            Line(**tuned["line"]),
            Steps(tuple(tuned["steps"]["at"]), tuple(tuned["steps"]["to"])),
            tuple(tuned["trusts"]),
        ),
        revenue=revenue,
        baseline=Baseline(
            {name: tuple(cuts) for name, cuts in baseline["edges"].items()},
            {name: tuple(shares) for name, shares in baseline["shares"].items()},
            baseline["unseen"],
        ),
        facts=Facts(
            **facts
            | {
                "first_day": date.fromisoformat(facts["first_day"]),
                "last_day": date.fromisoformat(facts["last_day"]),
            }
        ),
    )
    if model.booster.num_feature() != len(model.names):
        raise _damaged("its trees and its list of features do not fit together")
    return model


def _booster(text: bytes) -> lightgbm.Booster:
    try:
        return lightgbm.Booster(model_str=text.decode())
    except lightgbm.basic.LightGBMError as error:
        raise _damaged("its trees cannot be read") from error
