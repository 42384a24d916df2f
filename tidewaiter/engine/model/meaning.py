"""What goods are, in few numbers: subheadings whose texts speak alike lie close together.

The texts of the Harmonized System (chapter, heading, subheading) are weighed by how rare their
words are (TF-IDF) and laid out along their main directions. So a subheading that was never
inspected learns from goods that are described alike.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from tidewaiter.engine.model.traits import fingerprints
from tidewaiter.law.hs.nomenclature import SUBHEADING, nomenclature

DIRECTIONS = 32
_WORD = re.compile(r"[a-z]{3,}")
_LEAST, _MOST = 3, 0.2
"""Words in fewer codes, or in a larger share of codes, say nothing about likeness."""


class Meaning:
    """Where each code of the Harmonized System lies; sorted fingerprints and their places."""

    def __init__(self, codes: Any, places: Any) -> None:
        self.codes = codes
        self.places = places

    def of(self, hs6: Sequence[Any]) -> Any:
        """Places of subheadings (arrays of fingerprints of 6, 4 and 2 digits, best first)."""
        found = np.full((len(hs6[0]), self.places.shape[1]), np.nan, dtype=np.float32)
        missing = np.ones(len(hs6[0]), dtype=bool)
        for prints in hs6:
            at = np.minimum(np.searchsorted(self.codes, prints), len(self.codes) - 1)
            hit = missing & (self.codes[at] == prints)
            found[hit] = self.places[at[hit]]
            missing &= ~hit
        return found


@cache
def learn_meaning() -> Meaning:
    """Lays out all codes of the nomenclature that the law ships."""
    book = nomenclature()
    texts = []
    for goods in book.goods:
        above = " ".join(each.en for each in book.above(goods.code))
        own = goods.en if goods.level < SUBHEADING else f"{goods.en} {goods.en}"
        texts.append(Counter(_WORD.findall(f"{above} {own}".lower())))
    spread = Counter(word for text in texts for word in text)
    kept = sorted(w for w, n in spread.items() if _LEAST <= n <= _MOST * len(texts))
    number = {word: place for place, word in enumerate(kept)}
    rows, columns, weights = [], [], []
    for row, text in enumerate(texts):
        for word, times in text.items():
            if word in number:
                rows.append(row)
                columns.append(number[word])
                rarity = np.log((1 + len(texts)) / (1 + spread[word])) + 1
                weights.append((1 + np.log(times)) * rarity)
    matrix = csr_matrix((weights, (rows, columns)), shape=(len(texts), len(kept)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = csr_matrix(matrix.multiply(1 / np.maximum(lengths, 1e-12)[:, None]))
    start = np.full(min(matrix.shape), 1.0)
    left, strength, _ = svds(matrix, k=DIRECTIONS, v0=start)
    order = np.argsort(-strength)
    places = left[:, order] * strength[order]
    signs = np.sign(places[np.abs(places).argmax(axis=0), np.arange(DIRECTIONS)])
    places = (places * signs).astype(np.float16)
    codes = fingerprints(goods.code for goods in book.goods)
    order = np.argsort(codes)
    return Meaning(codes[order], places[order].astype(np.float32))
