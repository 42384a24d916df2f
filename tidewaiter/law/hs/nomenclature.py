"""The Harmonized System: chapters, headings and subheadings, looked up by code or by words.

The text is that of the World Customs Organization, by way of UN Comtrade; see NOTICE.
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
CHAPTER, HEADING, SUBHEADING = 2, 4, 6
_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Goods:
    """A chapter (two digits), heading (four) or subheading (six) with its English name."""

    code: str
    section: str
    en: str

    @property
    def level(self) -> int:
        """How many digits the code has."""
        return len(self.code)

    @property
    def dotted(self) -> str:
        """The code as tariffs print it: 6109.10."""
        if self.level < SUBHEADING:
            return self.code
        return f"{self.code[:HEADING]}.{self.code[HEADING:]}"


class Nomenclature:
    """All codes, read once in the life of the process."""

    def __init__(self, goods: list[Goods], sections: dict[str, str]) -> None:
        self.goods = tuple(sorted(goods, key=lambda each: each.code))
        self.sections = sections
        self._by_code = {each.code: each for each in self.goods}
        self._codes = [each.code for each in self.goods]
        self._words = [frozenset(_stems(each.en)) for each in self.goods]
        self._around = {
            each.code: frozenset(_stems(each.en)) | frozenset(_stems(self._chapter(each)))
            for each in self.goods
            if each.level == HEADING
        }

    def _chapter(self, each: Goods) -> str:
        return self._by_code[each.code[:CHAPTER]].en

    def find(self, code: str) -> Goods | None:
        """The chapter, heading or subheading of a code; dots and further digits do not matter."""
        return self._by_code.get(digits_of(code)[:SUBHEADING])

    def has(self, code: str) -> bool:
        """Whether the first six digits of a code are a subheading."""
        found = self._by_code.get(code[:SUBHEADING])
        return found is not None and found.level == SUBHEADING

    def above(self, code: str) -> tuple[Goods, ...]:
        """The chapter and heading above a code, outermost first."""
        digits = digits_of(code)
        found = (self._by_code.get(digits[:length]) for length in (CHAPTER, HEADING))
        return tuple(each for each in found if each is not None and each.code != digits)

    def below(self, code: str) -> tuple[Goods, ...]:
        """Everything whose code begins so, in the order of codes."""
        digits = digits_of(code)
        start = bisect_left(self._codes, digits)
        return tuple(self._starting(digits, start))

    def subheadings(self) -> tuple[Goods, ...]:
        """Every code of six digits."""
        return tuple(each for each in self.goods if each.level == SUBHEADING)

    def search(self, words: str, *, most: int = 20) -> tuple[Goods, ...]:
        """The subheadings whose code begins so, or with most of the words, best first.

        A word counts in the subheading's own name first, then in those of heading and chapter.
        """
        digits = re.sub(r"[.\s]", "", words)
        if digits.isdigit():
            found = self.below(digits[:SUBHEADING])
            return tuple(each for each in found if each.level == SUBHEADING)[:most]
        asked = frozenset(_stems(words))
        ranked = []
        for each, own in zip(self.goods, self._words, strict=True):
            if each.level != SUBHEADING:
                continue
            missing = asked - own
            if missing:
                missing -= self._around[each.code[:HEADING]]
            if len(missing) < len(asked):
                ranked.append((len(missing), len(asked - own), len(own), each.code, each))
        if not ranked:
            return ()
        best = min(ranked)[0]
        return tuple(each for rank, *_, each in sorted(ranked) if rank == best)[:most]

    def _starting(self, digits: str, start: int) -> Iterator[Goods]:
        for each in self.goods[start:]:
            if not each.code.startswith(digits):
                return
            yield each


def digits_of(code: str) -> str:
    """The digits of a code, without dots and spaces."""
    return re.sub(r"\D", "", code)


@cache
def _stems(text: str) -> tuple[str, ...]:
    """The words of a text, in a form in which one and many are the same."""
    found = (word for word in _WORD.findall(text.lower()) if len(word) >= _SHORTEST)
    return tuple(_stem(word) for word in found)


def _stem(word: str) -> str:
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("s", ""),
    ):
        if word.endswith(ending) and not word.endswith("ss") and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    return word


@cache
def nomenclature() -> Nomenclature:
    """The nomenclature."""
    with (FOLDER / "codes.csv").open(encoding="utf-8", newline="") as file:
        goods = [Goods(row["code"], row["section"], row["en"]) for row in csv.DictReader(file)]
    with (FOLDER / "sections.csv").open(encoding="utf-8", newline="") as file:
        sections = {row["section"]: row["en"] for row in csv.DictReader(file)}
    return Nomenclature(goods, sections)
