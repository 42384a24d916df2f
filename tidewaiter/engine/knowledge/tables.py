"""Reads the tables of words, brands and recalls, and gives them to the engine's statement."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Recall:
    """A product that an authority warned of, known by the bar code on it."""

    barcode: str
    alert: str
    product: str
    brand: str
    risk: str


@dataclass(frozen=True)
class Knowledge:
    """The chapters of the Harmonized System that words go with, words for brands, and recalls.

    `version` is a hash of the files: decisions name it as a part of the version of the book.
    """

    chapters: Mapping[str, frozenset[str]]
    brands: Mapping[str, str]
    recalls: tuple[Recall, ...]
    version: str

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """What rules may refer to: `:recalls.barcodes`."""
        return {"recalls.barcodes": tuple(recall.barcode for recall in self.recalls)}

    def blocks(self, lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
        """What fills the blocks of the step `worded` and of the columns made from it.

        `lists` are the code lists of the law; those of forbidden and licensed words are read.
        """
        forbidden = {word.lower() for word in lists.get("forbidden_words", ())}
        licensed = {word.lower() for word in lists.get("licensed_words", ())}
        pairs = [f"{word}:{each}" for word, chapters in self.chapters.items() for each in chapters]
        every = {*self.chapters, *self.brands, *forbidden, *licensed}
        return {
            "every_word": _listed(every),
            "chapter_words": _listed(self.chapters),
            "chapter_pairs": _listed(pairs),
            "forbidden_words": _listed(forbidden),
            "licensed_words": _listed(licensed),
            "brand_words": _listed(self.brands),
            "brands": _quoted(";" + "".join(f"{w}={b};" for w, b in sorted(self.brands.items()))),
        }


@cache
def knowledge(folder: Path = FOLDER) -> Knowledge:
    """The tables in a folder: `words.csv`, `brands.csv`, `recalls.csv`."""
    digest = hashlib.sha256()
    rows: dict[str, list[dict[str, str]]] = {}
    for name in ("words", "brands", "recalls"):
        raw = (folder / f"{name}.csv").read_bytes()
        digest.update(raw)
        rows[name] = list(csv.DictReader(raw.decode().splitlines()))
    chapters = {row["word"]: frozenset(row["chapters"].split()) for row in rows["words"]}
    return Knowledge(
        MappingProxyType(chapters),
        MappingProxyType({row["word"]: row["brand"] for row in rows["brands"]}),
        tuple(Recall(**row) for row in rows["recalls"]),
        digest.hexdigest()[:16],
    )


def _listed(words: Iterable[str]) -> str:
    """The words as members of an enumeration; it has at least one."""
    return ", ".join(_quoted(word) for word in sorted(set(words))) or "''"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
