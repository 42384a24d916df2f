"""The words of all listed names, and which of them a given word may be a spelling of."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tidewaiter.engine.screening.likeness import LEAST, consonant_likeness, likeness
from tidewaiter.engine.screening.names import folded, skeleton, syllabic
from tidewaiter.engine.screening.words import words

_MOST_ALIKE = 60
"""The most listed words that one word is compared further with."""

_MOST_COMPLETIONS = 40
_REMEMBERED = 400_000

FORM_BITS = 1.0
"""What a legal form is as a word of a name."""

BITS_A_LETTER = 2.5
"""A short word is never rare: there are only so many."""

LONG = 12
TWO_SLIPS_FROM = 6
"""Two letters may be wrong in a word of so many."""

CUT = 0.9
"""How alike a word is to one that it is the beginning of, where a field may have cut it off."""


class Vocabulary:
    """Words by number, their weights in bits, and indexes to find a word by its spellings."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.texts: list[str] = []
        self._near: defaultdict[str, list[int]] = defaultdict(list)
        self._bones: defaultdict[str, list[int]] = defaultdict(list)
        self._sorted: list[str] = []
        self._by_length: dict[int, tuple[list[str], list[int]]] = {}
        self._weights: dict[str, float] = {}
        self._found: dict[tuple[str, bool, bool, bool], dict[int, float]] = {}

    def number(self, token: str) -> int:
        """The number of a word, which is taken in if it is new."""
        known = self.numbers.get(token)
        if known is not None:
            return known
        number = len(self.texts)
        self.numbers[token] = number
        self.texts.append(token)
        if len(token) > 1:
            for key in _near_keys(folded(token)) | _near_keys(token):
                self._near[key].append(number)
            bones = skeleton(token)
            if len(bones) > 1:
                self._bones[bones].append(number)
        return number

    def finish(self, frequency: Mapping[str, int]) -> None:
        """Weigh all words by how many entries have them."""
        self._sorted = sorted(self.numbers)
        self._weights = {
            token: min(_background(token), _rarity(token) - math.log2(count))
            for token, count in frequency.items()
        }
        by_length: defaultdict[int, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
        for token in frequency:
            by_length[len(token)][0].append(token)
            by_length[len(token)][1].append(self.numbers[token])
        self._by_length = dict(by_length)
        self._found.clear()

    def weigh_as(self, other: "Vocabulary") -> None:
        """Take over what words weigh elsewhere."""
        self._weights = other._weights

    def weight(self, token: str) -> float:
        """How many bits of evidence a word is."""
        known = self._weights.get(token)
        return max(known if known is not None else _background(token), 0.5)

    def alike(
        self, token: str, *, consonants: bool = False, cut: bool = False, joined: bool = False
    ) -> Mapping[int, float]:
        """The listed words that a word may be a spelling of, with their likeness.

        `consonants`: the word comes from Arabic script; `cut`: its end may be missing; `joined`:
        it is two words written as one, and two slips in it are not looked for.
        """
        key = (token, consonants, cut, joined)
        found = self._found.get(key)
        if found is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._search(token, consonants, cut, joined)
        return found

    def _search(self, token: str, consonants: bool, cut: bool, joined: bool) -> dict[int, float]:
        if len(token) < 2 or token.isdigit():
            exact = self.numbers.get(token)
            return {} if exact is None else {exact: 1.0}
        if consonants:
            return self._scored(
                (number, consonant_likeness(token, self.texts[number]))
                for number in self._boned(token)
            )
        sound = folded(token)
        near: set[int] = set()
        for spelling in _near_keys(sound) | _near_keys(token):
            near.update(self._near.get(spelling, ()))
        bones = skeleton(token)
        if len(bones) > 2:
            near.update(self._bones.get(bones, ()))
        if len(token) >= TWO_SLIPS_FROM and not joined and not syllabic(token):
            for length in range(len(token) - 2, len(token) + 3):
                texts, numbers = self._by_length.get(length, ((), ()))
                scanned = process.extract(
                    token,
                    texts,
                    scorer=OSA.normalized_similarity,
                    processor=None,
                    score_cutoff=LEAST,
                    limit=_MOST_ALIKE,
                )
                near.update(numbers[place] for _, _, place in scanned)
        found = self._scored((number, likeness(token, self.texts[number])) for number in near)
        if cut and len(token) >= 4:
            for number in self._completions(token):
                found[number] = max(found.get(number, 0.0), CUT)
        return found

    def _scored(self, pairs: Iterable[tuple[int, float]]) -> dict[int, float]:
        good = [(alike, number) for number, alike in pairs if alike]
        if len(good) > _MOST_ALIKE:
            good.sort(reverse=True)
            good = good[:_MOST_ALIKE]
        return {number: alike for alike, number in good}

    def _boned(self, token: str) -> set[int]:
        bones = skeleton(token)
        found = set(self._bones.get(bones, ()))
        if len(bones) > 3:
            for place in range(len(bones)):
                found.update(self._bones.get(bones[:place] + bones[place + 1 :], ()))
        return found

    def _completions(self, token: str) -> list[int]:
        place = bisect_left(self._sorted, token)
        found: list[int] = []
        while place < len(self._sorted) and self._sorted[place].startswith(token):
            if len(found) >= _MOST_COMPLETIONS:
                break
            if self._sorted[place] != token:
                found.append(self.numbers[self._sorted[place]])
            place += 1
        return found


def _near_keys(sound: str) -> set[str]:
    """The sound of a word and what is left of it without any one letter.

    Two words that differ by one letter, or by two of which each has one more, have one in common.
    """
    if len(sound) < 3:
        return {sound}
    return {sound, *(sound[:place] + sound[place + 1 :] for place in range(len(sound)))}


def _background(token: str) -> float:
    known = words()
    if not token.isascii():
        return known.han_bits
    bits = known.bits.get(token)
    if bits is not None:
        return bits
    if len(token) == 1:
        return known.initial_bits
    if (token,) in known.forms:
        return FORM_BITS
    syllables = syllabic(token)
    if syllables:
        return known.pinyin_bits[min(syllables, 3)]
    return _rarity(token)


def _rarity(token: str) -> float:
    """What a word is that only one entry has: the longer, the fewer bear it by chance."""
    if not token.isascii():
        return words().han_bits
    return min(BITS_A_LETTER * len(token), 6.0 + min(len(token), LONG))
