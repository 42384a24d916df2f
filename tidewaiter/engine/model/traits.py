"""What a parcel is like, as numbers and as fingerprints of words.

A table of traits has one row for each declared line. All columns may be left out; those that a plan
names may not. Words: `goods` (finest code), `hs6`, `origin`, `departure`, `regime`, `rate`, and the
parties `seller`, `platform`, `carrier`, `consignee`, `address`, `declarant`. Numbers: `mass` (kg),
`value`, `quantity`, `rate`, and whatever else a plan measures. `day` is the day of declaration. For
learning also `found` (whether inspection found something) and `recovered` (money it brought in).
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.engine.model.errors import ModelError

Numbers = Any
"""A numpy array of float64."""

Prints = Any
"""A numpy array of uint64: fingerprints."""

_SALT, _ALL = 0x9E3779B97F4A7C15, 2**64 - 1
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class Traits:
    """The rows of a table, with what follows from the columns worked out when it is asked for."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.rows: int = table.num_rows
        self._prints: dict[str, Prints] = {}
        self._numbers: dict[str, Numbers] = {}

    def number(self, name: str) -> Numbers:
        """A trait as a number; NaN where it is not known."""
        if name not in self._numbers:
            derive = _DERIVED_NUMBERS.get(name)
            self._numbers[name] = derive(self) if derive else self._column_number(name)
        return self._numbers[name]

    def fingerprint(self, name: str) -> Prints:
        """The words of a trait, each as a fingerprint of 64 bits."""
        if name not in self._prints:
            self._prints[name] = self._fingerprint(name)
        return self._prints[name]

    def crossed(self, parts: Sequence[str], salt: int) -> Prints:
        """The fingerprints of several traits together; another salt gives others."""
        start = salt * _SALT & _ALL
        mixed = np.full(self.rows, start, dtype=np.uint64)
        for part in parts:
            mixed = mix(mixed ^ self.fingerprint(part))
        return mixed

    def words(self, name: str) -> list[str | None]:
        """A trait as an officer reads it."""
        if name in _PREFIX:
            return [word[: _PREFIX[name]] if word else None for word in self.words("hs6")]
        if name in _BANDS or name == "transit":
            return [f"{number:g}" for number in self._band(name)]
        name = _UNDERLYING.get(name, name)
        if name in _DERIVED_NUMBERS:
            return [f"{number:.3g}" for number in self.number(name)]
        column: list[Any] = self._column(name).to_pylist()
        return [None if word is None else str(word) for word in column]

    def _column(self, name: str) -> Any:
        if name not in self.table.column_names:
            raise ModelError(
                "model.trait",
                "The table has no column “{name}”, which the model looks at.",
                "Give the columns that the model's plan names, or use the model made for them.",
                {"name": name},
            )
        column = self.table.column(name)
        return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

    def _column_number(self, name: str) -> Numbers:
        column = self._column(name)
        return pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)

    def _band(self, name: str) -> Numbers:
        if name == "transit":
            return self.number("transit")
        source, width = _BANDS[name]
        return np.floor(np.nan_to_num(self.number(source), nan=-99.0) / width)

    def _fingerprint(self, name: str) -> Prints:
        if name in _BANDS or name == "transit":
            return mix(self._band(name).astype(np.int64).view(np.uint64))
        source = "hs6" if name in _PREFIX else name
        column = self._column(source)
        if not pa.types.is_dictionary(column.type):
            if not pa.types.is_string(column.type):
                column = pc.cast(column, pa.string())
            column = column.dictionary_encode("encode")
        words = column.dictionary.to_pylist()
        prints = fingerprints(word and word[: _PREFIX.get(name)] for word in words)
        return prints[column.indices.to_numpy(zero_copy_only=False)]


def fingerprints(words: Iterable[str | None]) -> Prints:
    """Fingerprints of words; the same on every machine and in every process."""
    data = b"".join(
        hashlib.blake2b((word or "").encode(), digest_size=8).digest() for word in words
    )
    return np.frombuffer(data, dtype="<u8").astype(np.uint64)


def mix(x: Prints) -> Prints:
    """Stirs the bits (splitmix64)."""
    x = (x ^ (x >> np.uint64(30))) * _MIX1
    x = (x ^ (x >> np.uint64(27))) * _MIX2
    return x ^ (x >> np.uint64(31))


_PREFIX = {"hs2": 2, "hs4": 4}

_BANDS = {
    "mass_band": ("log_mass", 0.5),
    "value_band": ("log_value", 1.5),
    "unit_band": ("log_unit_value", 1.0),
}
"""Traits that are a number cut into bands of this width."""


_UNDERLYING = {"log_mass": "mass", "log_value": "value"}
"""What an officer reads instead."""


def _log(name: str) -> Any:
    return lambda traits: np.log1p(np.maximum(traits.number(name), 0.0))


def _log_unit_value(traits: Traits) -> Numbers:
    mass, value = traits.number("mass"), traits.number("value")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(mass > 0, np.log((value + 1e-3) / mass), np.nan)


def _zeros(traits: Traits) -> Numbers:
    """With how many zeros the whole number of kilograms ends: estimated masses are round."""
    mass, zeros = traits.number("mass"), np.zeros(traits.rows)
    for power in range(1, 8):
        zeros += (mass > 0) & (np.fmod(mass, 10.0**power) == 0)
    return zeros


def _transit(traits: Traits) -> Numbers:
    return (traits.fingerprint("origin") != traits.fingerprint("departure")).astype(np.float64)


_DERIVED_NUMBERS: dict[str, Any] = {
    "log_mass": _log("mass"),
    "log_value": _log("value"),
    "log_unit_value": _log_unit_value,
    "zeros": _zeros,
    "fraction": lambda traits: (np.fmod(traits.number("mass"), 1.0) != 0).astype(np.float64),
    "transit": _transit,
}
