"""A name taken apart: script, tokens, legal form."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tidewaiter.engine.screening.scripts import Script, han_only, in_latin, script_of, syllables
from tidewaiter.engine.screening.words import words

LONGEST = 200
"""The most characters of a name that are looked at."""

MOST_TOKENS = 12
"""The most tokens of a name that are compared."""

_DOTTED = re.compile(r"\b(?:[a-z]\.\s?)+[a-z]\b\.?")
_DROPPED = re.compile(r"['’‘`´ʿʾ\"]")
_PARTS = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared."""

    tokens: tuple[str, ...]
    """Words in small Latin letters, or single Chinese characters."""
    script: Script
    """The script the tokens come from: Arabic ones are consonants only."""
    form: str = ""
    """The legal form, if one is named: limited, shares, …"""
    cut: bool = False
    """The name is so long that a field may have cut its last word off."""


CUT_FROM = 15
"""Fields of messages cut names off at twenty characters and more; a shorter one is whole."""


def parse(text: str) -> tuple[Name, ...]:
    """The readings of a name: one, or for a Chinese name its characters and its pinyin."""
    text = text[:LONGEST]
    script = script_of(text)
    if script is not Script.HAN:
        return (_latin(text, script),)
    han, form = _han_form(han_only(text))
    if not han:
        return (_latin(text, script),)
    return (
        Name(tuple(han[:MOST_TOKENS]), Script.HAN, form),
        Name(tuple(syllables(han))[:MOST_TOKENS], Script.LATIN, form),
    )


def _latin(text: str, script: Script) -> Name:
    if script is not Script.LATIN or not text.isascii():
        text = in_latin(text, script)
        if script is Script.OTHER:
            text = _CAMEL.sub(" ", text)
    long = len(text) >= CUT_FROM
    text = _DROPPED.sub("", text.lower())
    if "." in text:
        text = _DOTTED.sub(_undotted, text)
    tokens = [written_out(token) for token in _PARTS.findall(text)[:MOST_TOKENS]]
    form = ""
    if len(tokens) > 1:
        tokens, form = _parted(tokens)
    return Name(tuple(tokens), script, form, long)


@lru_cache(maxsize=100_000)
def written_out(token: str) -> str:
    """The word that a token is short for, also with a slip in it: intl, inudstries."""
    short = words().short
    known = short.get(token)
    if known is not None:
        return known
    if len(token) < SLIP_FROM or not token.isalpha():
        return token
    near = process.extractOne(token, _long_words(), scorer=OSA.distance, score_cutoff=1)
    return token if near is None else short.get(near[0], near[0])


SLIP_FROM = 6
"""Shorter words with one letter changed are other words."""


@cache
def _long_words() -> list[str]:
    known = words()
    forms = {word for form in known.forms for word in form}
    return sorted(
        word for word in {*known.short, *known.short.values(), *forms} if len(word) > SLIP_FROM
    )


def _undotted(found: re.Match[str]) -> str:
    """Letters with dots are one word where they are a legal form, and initials elsewhere."""
    letters = _PARTS.findall(found[0])
    return " " + (" " if tuple(letters) not in words().forms else "").join(letters) + " "


def _parted(tokens: list[str]) -> tuple[list[str], str]:
    """The tokens without the legal form at their end (or, of some countries, at the beginning)."""
    forms = words().forms
    form = ""
    while len(tokens) > 1:
        for length in range(min(6, len(tokens) - 1), 0, -1):
            found = forms.get(tuple(tokens[-length:]))
            if found:
                tokens, form = tokens[:-length], form or found
                break
        else:
            # a form that a blank or a slip parted: limi ted
            parted = forms.get(("".join(tokens[-2:]),)) if len(tokens) > 2 else None
            if not parted or len(tokens[-2]) + len(tokens[-1]) < 6:
                break
            tokens, form = tokens[:-2], form or parted
    if len(tokens) > 1 and tokens[0] in _LEADING:
        tokens, form = tokens[1:], form or words().forms[(tokens[0],)]
    return tokens, form


_LEADING = frozenset(
    {"ooo", "oao", "zao", "pao", "ao", "pt", "too", "tov", "jsc", "ojsc", "cjsc", "pjsc"}
)


def _han_form(han: str) -> tuple[str, str]:
    for ending, form in words().han_forms:
        if han.endswith(ending) and len(han) > len(ending) + 1:
            return han[: -len(ending)], form
    return han, ""


_SAME_SOUNDS = str.maketrans({"y": "i", "w": "v", "q": "k", "z": "s"})
_VOWELS = str.maketrans({"e": "a", "u": "o"})
_FOLDS = (
    ("tsch", "ch"),
    ("shch", "sh"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("dzh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("zh", "z"),
    ("ck", "k"),
    ("ks", "x"),
    ("oo", "u"),
    ("aee", "ai"),
    ("ee", "i"),
    ("ou", "u"),
    ("ff", "v"),
)
_REPEATED = re.compile(r"(.)\1+")
_HARD_C = re.compile(r"c(?![hei])")
_SOFT_C = re.compile(r"c(?=[ei])")


@lru_cache(maxsize=200_000)
def folded(token: str) -> str:
    """A token as it sounds, so that spellings of one name fall together: mohamed, muhammad."""
    sound = _REPEATED.sub(r"\1", spoken(token).translate(_VOWELS))
    return sound[:-1] if len(sound) > 3 and sound.endswith("h") and sound[-2] in "aio" else sound


@lru_cache(maxsize=200_000)
def spoken(token: str) -> str:
    """A token with each sound written in one way; vowels stay apart: hajee, haji; wang, weng."""
    for written, sound in _FOLDS:
        if written in token:
            token = token.replace(written, sound)
    if "c" in token:
        token = _SOFT_C.sub("s", _HARD_C.sub("k", token))
    return _REPEATED.sub(r"\1", token.translate(_SAME_SOUNDS))


_SOFT = re.compile(r"(?<=.)[aiov](?!$)|(?<=.)[aiov]$")


@lru_cache(maxsize=200_000)
def skeleton(token: str) -> str:
    """The consonants of a token as it sounds; half vowels count at the beginning only."""
    sound = folded(token)
    head = sound[:1] if sound[:1] not in "aeiou" or token[:1] in "yw" else ""
    rest = sound[1:] if head or sound[:1] in "aiou" else sound
    bones = head + re.sub(r"[aiov]", "", rest)
    return _REPEATED.sub(r"\1", bones[:-1] if len(bones) > 3 and bones.endswith("h") else bones)


_VOWEL_GROUP = re.compile(r"[aeiouy]+")


def syllabic(token: str) -> int:
    """How many syllables a token has if it is of the kind of which Chinese and its neighbours make
    names (wang, tsang, nguyen); 0 for another.
    """
    known = pinyin_syllables(token)
    if known:
        return known
    return 1 if len(token) <= 5 and token.isalpha() and len(_VOWEL_GROUP.findall(token)) <= 1 else 0


@cache
def _syllables() -> frozenset[str]:
    return words().syllables


@lru_cache(maxsize=200_000)
def pinyin_syllables(token: str) -> int:
    """How many Chinese syllables a token is at least; 0 where it cannot be read so."""
    known = _syllables()
    best = [0, *[99] * len(token)]
    for end in range(1, len(token) + 1):
        for length in range(1, min(6, end) + 1):
            if best[end - length] < 99 and token[end - length : end] in known:
                best[end] = min(best[end], best[end - length] + 1)
    return best[-1] if 0 < best[-1] < 99 else 0
