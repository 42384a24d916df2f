"""Words that names share: how common they are, how they are shortened, and legal forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).parent / "data" / "words.yaml"


@dataclass(frozen=True, slots=True)
class Words:
    """The shipped knowledge about parts of names; all words in small Latin letters."""

    bits: Mapping[str, float]
    """The most evidence that a common word is."""
    pinyin_bits: Mapping[int, float]
    """The same for a token of so many Chinese syllables."""
    han_bits: float
    initial_bits: float
    short: Mapping[str, str]
    """Words by what they are shortened to."""
    forms: Mapping[tuple[str, ...], str]
    """Legal forms by their spelling as tokens."""
    han_forms: tuple[tuple[str, str], ...]
    """Legal forms as Chinese names end in them, the longest first."""
    compound_surnames: frozenset[str]
    surname_readings: Mapping[str, str]
    syllables: frozenset[str]
    """The syllables of Chinese in pinyin."""
    address_words: frozenset[str]


@cache
def words() -> Words:
    """The shipped words."""
    data = yaml.safe_load(SOURCE.read_text("utf-8"))
    pinyin = data["pinyin"]
    spelled = {
        spelling: form for form, spellings in data["forms"].items() for spelling in spellings
    }
    return Words(
        bits={word: float(bits) for bits, some in data["bits"].items() for word in some},
        pinyin_bits=data["pinyin_bits"],
        han_bits=data["han_bits"],
        initial_bits=data["initial_bits"],
        short=data["short"],
        forms={tuple(text.split()): form for text, form in spelled.items() if text.isascii()},
        han_forms=tuple(
            sorted(
                ((text, form) for text, form in spelled.items() if not text.isascii()),
                key=lambda pair: -len(pair[0]),
            )
        ),
        compound_surnames=frozenset(data["compound_surnames"]),
        surname_readings=data["surname_readings"],
        syllables=frozenset(
            [initial + final for initial in pinyin["initials"] for final in pinyin["finals"]]
            + pinyin["alone"]
        ),
        address_words=frozenset(data["address_words"]),
    )
