"""Fingerprints are found where they stand, however they crowd."""

import numpy as np
import pytest

from tidewaiter.engine.model.lookup import Lookup

LAST = 2**64 - 1


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [0],
        [LAST],
        [0, 1, 2, 3, 4, 5, 6, 7, LAST],
        list(range(1000)),
        sorted(np.random.default_rng(1).integers(0, LAST, 5000, dtype=np.uint64).tolist()),
    ],
    ids=["none", "first", "last", "one shelf", "crowded", "spread"],
)
def test_each_key_is_found_at_its_place_and_nothing_else_is(keys: list[int]) -> None:
    lookup = Lookup(np.array(keys, dtype=np.uint64))
    strangers = [key ^ 2**40 for key in keys if key ^ 2**40 not in set(keys)] or [17]
    asked = np.array([*keys, *strangers], dtype=np.uint64)
    wanted = [*range(len(keys)), *[len(keys)] * len(strangers)]
    assert lookup.places(asked).tolist() == wanted
    square = np.resize(asked, (2, len(asked)))
    assert lookup.places(square).tolist() == [wanted, wanted]
