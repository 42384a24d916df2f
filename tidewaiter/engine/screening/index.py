"""All listed names laid out so that a batch of names meets them at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from tidewaiter.engine.screening.entries import Edition, Entry, ListedName
from tidewaiter.engine.screening.names import Name, parse
from tidewaiter.engine.screening.scripts import Script
from tidewaiter.engine.screening.vocabulary import Vocabulary

CANDIDATES = 120
"""The most listed names that one name is compared closely with."""

LEAST = 0.42
"""A listed name that covers less of a name, or is covered less by it, is no candidate."""

_ARTICLES = frozenset({"al", "el", "ul", "ur", "as", "ad", "ar", "an", "ed", "er", "bin"})


@dataclass(frozen=True, slots=True)
class Span:
    """One token, or neighbours written as one, of a name."""

    text: str
    mask: int
    """Which tokens it covers, a bit for each."""
    weight: float


@dataclass(frozen=True, slots=True)
class Row:
    """A listed name as it is compared."""

    list: str
    entry: Entry
    listed: ListedName
    name: Name
    from_han: bool
    """The tokens are the pinyin of a name that the list gives in Chinese characters."""
    weights: tuple[float, ...]
    spans: Mapping[int, tuple[tuple[int, float], ...]]
    """By number of the word: which tokens it covers and what they weigh."""
    total: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is asked about, as it is compared."""

    name: Name
    from_han: bool
    weights: tuple[float, ...]
    spans: tuple[tuple[int, float, Mapping[int, float]], ...]
    """Which tokens it covers, what they weigh, and the listed words they may be, with likeness."""
    total: float


class Index:
    """The listed names of some editions, by list; editions are named by the caller.

    `weigh_as`: a part of the lists, such as what a new edition changed, weighs words as the index
    of all lists does, so that it finds what that would find.
    """

    def __init__(self, editions: Mapping[str, Edition], *, weigh_as: "Index | None" = None) -> None:
        self.editions = dict(editions)
        self.vocabulary = Vocabulary()
        parsed = [
            (list_name, entry, listed, name, place > 0)
            for list_name, edition in self.editions.items()
            for entry in edition.entries
            for listed in entry.names
            for place, name in enumerate(parse(listed.text))
            if name.tokens
        ]
        self._weigh(parsed, weigh_as)
        self.rows = [self._row(*each) for each in parsed]
        self._lay()

    def __len__(self) -> int:
        return len(self.rows)

    def _weigh(
        self,
        parsed: Iterable[tuple[str, Entry, ListedName, Name, bool]],
        weigh_as: "Index | None",
    ) -> None:
        having: dict[tuple[str, str], set[str]] = {}
        for list_name, entry, _, name, _ in parsed:
            having.setdefault((list_name, entry.number), set()).update(name.tokens)
        frequency = Counter(token for tokens in having.values() for token in tokens)
        for token in frequency:
            self.vocabulary.number(token)
        self._single = len(frequency)
        self.vocabulary.finish(frequency)
        if weigh_as is not None:
            self.vocabulary.weigh_as(weigh_as.vocabulary)

    def _row(
        self, list_name: str, entry: Entry, listed: ListedName, name: Name, from_han: bool
    ) -> Row:
        weights = tuple(self.vocabulary.weight(token) for token in name.tokens)
        spans: dict[int, list[tuple[int, float]]] = {}
        for span in spans_of(name, weights):
            spans.setdefault(self.vocabulary.number(span.text), []).append((span.mask, span.weight))
        return Row(
            list_name,
            entry,
            listed,
            name,
            from_han,
            weights,
            {number: tuple(found) for number, found in spans.items()},
            sum(weights),
        )

    def _lay(self) -> None:
        """Two matrices, words by listed names: that a word is there, and its share of the name."""
        words, names, shares = [], [], []
        for place, row in enumerate(self.rows):
            for number, found in row.spans.items():
                words.append(number)
                names.append(place)
                shares.append(max(weight for _, weight in found) / row.total)
        shape = (len(self.vocabulary.texts), len(self.rows))
        order = np.lexsort((names, words))
        at = (np.asarray(words)[order], np.asarray(names)[order])
        ones = np.ones(len(order), dtype=np.float32)
        self._there = sparse.csr_matrix((ones, at), shape=shape)
        share = np.asarray(shares, dtype=np.float32)[order]
        self._share = sparse.csr_matrix((share, at), shape=shape)

    def asked(self, name: Name, *, from_han: bool) -> Asked:
        """A name made ready for comparing with this index."""
        vocabulary = self.vocabulary
        weights = tuple(vocabulary.weight(token) for token in name.tokens)
        consonants = name.script is Script.ARABIC
        last = 1 << (len(name.tokens) - 1) if name.tokens else 0
        spans = []
        for span in spans_of(name, weights):
            cut = name.cut and span.mask == last
            joined = span.mask & (span.mask - 1) != 0
            alike = vocabulary.alike(span.text, consonants=consonants, cut=cut, joined=joined)
            if joined and not consonants:
                # words that are joined are compared with single words only
                alike = {number: how for number, how in alike.items() if number < self._single}
            if alike:
                spans.append((span.mask, span.weight, alike))
        return Asked(name, from_han, weights, tuple(spans), sum(weights))

    def candidates(self, asked: Sequence[Asked]) -> list[np.ndarray[Any, Any]]:
        """For each name the places of the listed names that deserve a close comparison.

        How much of the name the listed name covers at most, and the other way round, are two
        products of sparse matrices; their geometric mean bounds the score from above.
        """
        words: list[int] = []
        alike: list[float] = []
        weighed: list[float] = []
        starts = [0]
        for one in asked:
            best: dict[int, tuple[float, float]] = {}
            for _, weight, found in one.spans:
                share = weight / one.total
                for number, how in found.items():
                    known = best.get(number)
                    if known is None or how * share > known[1]:
                        best[number] = (how, how * share)
            for number, (how, covered) in best.items():
                words.append(number)
                alike.append(how)
                weighed.append(covered)
            starts.append(len(words))
        shape = (len(asked), self._there.shape[0])
        at = (np.asarray(words, dtype=np.int32), np.asarray(starts, dtype=np.int32))
        covers = sparse.csr_matrix((np.asarray(weighed, dtype=np.float32), *at), shape=shape)
        covered = sparse.csr_matrix((np.asarray(alike, dtype=np.float32), *at), shape=shape)
        one_way = covers @ self._there
        other_way = covered @ self._share
        bound = np.minimum(one_way.data, 1.0) * np.minimum(other_way.data, 1.0)
        keep = bound >= LEAST * LEAST
        of_row = np.repeat(np.arange(len(asked)), np.diff(one_way.indptr))[keep]
        places, bounds = one_way.indices[keep], bound[keep]
        order = np.lexsort((-bounds, of_row))
        of_row, places = of_row[order], places[order]
        first = np.searchsorted(of_row, np.arange(len(asked) + 1))
        return [
            places[first[row] : min(first[row + 1], first[row] + CANDIDATES)]
            for row in range(len(asked))
        ]


def spans_of(name: Name, weights: Sequence[float]) -> list[Span]:
    """The tokens of a name, neighbours as one word, and all of it as one word.

    Three are joined where the middle one is an article: abd al rahman, abdulrahman.
    """
    tokens = name.tokens
    spans = [Span(token, 1 << place, weights[place]) for place, token in enumerate(tokens)]
    if name.script is Script.HAN or len(tokens) < 2:
        return spans
    for place in range(len(tokens) - 1):
        spans.append(
            Span(
                tokens[place] + tokens[place + 1],
                3 << place,
                weights[place] + weights[place + 1],
            )
        )
    for place in range(len(tokens) - 2):
        if len(tokens) == 3 or tokens[place + 1] in _ARTICLES:
            spans.append(
                Span(
                    "".join(tokens[place : place + 3]),
                    7 << place,
                    sum(weights[place : place + 3]),
                )
            )
    return spans
