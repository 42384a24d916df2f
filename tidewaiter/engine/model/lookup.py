"""Find fingerprints among sorted ones."""

from typing import Any

import numpy as np

_ROOM = 4
"""Shelves for each key: most keys have a shelf to themselves."""


class Lookup:
    """Sorted fingerprints on shelves by their first bits.

    Fingerprints are spread evenly, so a look at one shelf finds a key or shows that it is not
    there; a binary search would look in twenty places, most of them far apart in memory.
    """

    def __init__(self, keys: Any) -> None:
        self._keys = keys
        bits = max(1, (max(len(keys), 1) * _ROOM - 1).bit_length())
        self._shift = np.uint64(64 - bits)
        shelves = np.arange(2**bits, dtype=np.uint64) << self._shift
        self._first = np.append(np.searchsorted(keys, shelves), len(keys)).astype(np.int32)

    def places(self, prints: Any) -> Any:
        """Where each fingerprint stands; the number of all keys where there is none."""
        many = len(self._keys)
        found = np.full(prints.shape, many, dtype=np.int64)
        if not many:
            return found
        flat, wanted = found.reshape(-1), prints.reshape(-1)
        shelf = wanted >> self._shift
        at, end = self._first[shelf], self._first[shelf + np.uint64(1)]
        left = np.flatnonzero(at < end)
        at, end, wanted = at[left], end[left], wanted[left]
        while len(left):
            hit = self._keys[at] == wanted
            flat[left[hit]] = at[hit]
            at += 1
            more = np.flatnonzero(~hit & (at < end))
            left, at, end, wanted = left[more], at[more], end[more], wanted[more]
        return found
