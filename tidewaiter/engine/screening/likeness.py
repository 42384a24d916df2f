"""How alike two tokens are, between 0 and 1."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from tidewaiter.engine.screening.names import (
    folded,
    pinyin_syllables,
    skeleton,
    spoken,
    syllabic,
)

LEAST = 0.62
"""Tokens less alike than this are different words."""

SOUND = 0.8
"""How much of a likeness is what is heard; the rest is what is written."""

OTHER_SYLLABLE = 0.12
"""What is taken off where both are syllables as in Chinese: wang and weng are different names."""

CONSONANTS = 0.9
"""How alike two tokens are at most of which one has no vowels, as in Arabic."""


@lru_cache(maxsize=500_000)
def likeness(one: str, other: str) -> float:
    """How alike two tokens are by their letters and by their sound; below `LEAST` it is 0.

    One letter changed, left out, put in or swapped with its neighbour is one difference; likeness
    is one minus differences by letters. Tokens of up to two letters must be equal or sound equal.
    """
    if one == other:
        return 1.0
    longer = max(len(one), len(other))
    written = 1.0 - OSA.distance(one, other) / longer
    sound_one, sound_other = folded(one), folded(other)
    if sound_one == sound_other:
        heard = 1.0
    elif longer < 3 or not one.isalpha() or not other.isalpha():
        return 0.0
    else:
        longer = max(len(sound_one), len(sound_other), 1)
        heard = 1.0 - OSA.distance(sound_one, sound_other) / longer
    if syllabic(one) and syllabic(other):
        chinese = pinyin_syllables(one) == pinyin_syllables(other) == 1
        heard = not chinese and spoken(one) == spoken(other)
        found = 0.9 if heard else written - OTHER_SYLLABLE
    else:
        found = max(written, SOUND * heard + (1 - SOUND) * written)
    return found if found >= LEAST else 0.0


@lru_cache(maxsize=200_000)
def consonant_likeness(arabic: str, latin: str) -> float:
    """How alike consonants from Arabic script and a token with vowels are."""
    one, other = skeleton(arabic), skeleton(latin)
    if not one or not other:
        return 0.0
    if one == other:
        return CONSONANTS if len(one) > 1 else 0.7
    if min(len(one), len(other)) < 3:
        return 0.0
    found = CONSONANTS * (1.0 - OSA.distance(one, other) / max(len(one), len(other)))
    return found if found >= LEAST else 0.0
