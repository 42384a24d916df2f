"""Names in other scripts, written in Latin letters by kept libraries.

Cyrillic and most others go through anyascii, Chinese through pypinyin (after OpenCC has made
traditional characters simplified), Arabic through anyascii as consonants, because short vowels are
not written.
"""

import re
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Any

from anyascii import anyascii

from tidewaiter.engine.screening.words import words

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ARTICLE = re.compile(r"(?<!\w)(?:ال|أل|آل)(?=\w\w)")
_VOWEL_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640]")


class Script(StrEnum):
    """The script a name is written in, as far as it matters for comparing."""

    LATIN = "latin"
    HAN = "han"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    OTHER = "other"


def script_of(text: str) -> Script:
    """The script of a name; one Chinese or Arabic letter among Latin ones decides."""
    if text.isascii():
        return Script.LATIN
    if _HAN.search(text):
        return Script.HAN
    if _ARABIC.search(text):
        return Script.ARABIC
    if _CYRILLIC.search(text):
        return Script.CYRILLIC
    return Script.LATIN if all(ord(sign) < 0x250 for sign in text) else Script.OTHER


def in_latin(text: str, script: Script) -> str:
    """A name of any script but Chinese in plain Latin letters; Arabic as its consonants."""
    text = unicodedata.normalize("NFKC", text)
    if script is Script.ARABIC:
        text = _ARTICLE.sub("al ", _VOWEL_MARKS.sub("", text)).replace("ة", "")
    return anyascii(text)


def han_only(text: str) -> str:
    """The Chinese characters of a name, simplified; everything else is left out."""
    return str(_simplifier().convert("".join(_HAN.findall(unicodedata.normalize("NFKC", text)))))


def syllables(han: str) -> list[str]:
    """The pinyin syllables of simplified characters; the first is read as a surname if it is one.

    A firm's name has the same characters in other readings: only names of up to four characters
    are read as persons' names.
    """
    from pypinyin import lazy_pinyin

    known = words()
    read = [str(syllable) for syllable in lazy_pinyin(han, errors="ignore", v_to_u=False)]
    if 2 <= len(han) <= 4 and han[:2] not in known.compound_surnames:
        reading = known.surname_readings.get(han[0])
        if reading:
            read[0] = reading
    return read


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
