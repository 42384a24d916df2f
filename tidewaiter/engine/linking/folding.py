"""One script for all: texts in small Latin letters, digits and blanks."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^a-z0-9]+")


class _Latin(dict[int, str]):
    """What each character is in small Latin letters; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        spelt = self[code] = anyascii(chr(code)).lower()
        return spelt


_LATIN = _Latin()
_SURNAMES = str.maketrans(
    {
        "曾": "zeng", "单": "shan", "單": "shan", "仇": "qiu", "解": "xie", "查": "zha",
        "任": "ren", "区": "ou", "翟": "zhai", "洗": "xian", "朴": "piao", "盖": "ge",
    }
)  # fmt: skip
"""Characters that are read otherwise at the head of a name."""


def plain(text: str) -> str:
    """A text with full-width and composed signs in their usual form, in small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def latin(text: str) -> str:
    """A text in small Latin letters: Chinese in pinyin without tones, the rest as it is spelt.

    Characters that are read in several ways get the most frequent reading, so a few streets and
    names do not meet their romanised form.
    """
    return text if text.isascii() else text.translate(_LATIN).lower()


def latin_name(text: str) -> str:
    """The same for a person's name, whose first character may be read as a surname."""
    if text.isascii() or not text:
        return text
    return text[0].translate(_SURNAMES).translate(_LATIN).lower() + latin(text[1:])


def letters(text: str) -> str:
    """The small Latin letters and digits of a text, without anything between them."""
    spelt = latin(text)
    return spelt if spelt.isalnum() else _NOT_WORD.sub("", spelt)


def words(text: str) -> list[str]:
    """The words of a text in small Latin letters."""
    return _NOT_WORD.sub(" ", latin(plain(text))).split()


_ALIKE = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("x", "s"), ("q", "c"), ("y", "i"), ("w", "v"), ("l", "n"), ("r", "n"), ("h", "f"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=16_384)
def sound(spelt: str) -> str:
    """What remains of Latin letters when sounds that are often confused count as one."""
    for heard, kept in _ALIKE:
        spelt = spelt.replace(heard, kept)
    return _DOUBLED.sub(r"\1", spelt)
