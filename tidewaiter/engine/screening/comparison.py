"""Compare one name with one listed name, and say what made them match."""

from dataclasses import dataclass

from tidewaiter.engine.screening.entries import Strength
from tidewaiter.engine.screening.index import Asked, Row
from tidewaiter.engine.screening.likeness import CONSONANTS
from tidewaiter.engine.screening.scripts import Script
from tidewaiter.engine.screening.words import words

ENOUGH_BITS = 24.0
"""With so much evidence in what matches, differences count as they are; with less they count more:
that one letter of li wei differs is another person, that one of a long rare name does is not."""

STRICTER = 13.0
"""How many bits of missing evidence double the weight of differences."""

INITIAL = 0.7
"""How much of a word its initial stands for."""

BEGINNING = 0.95
PIECE = 3
"""A last piece of up to so many letters may be the beginning of any word."""

CUT_OFF = 0.6
"""How much of what a field cut off is not missed."""

SLIP_BITS = 2.0
"""How much evidence a word with a slip in it is less: it could be one of several words."""

ONE_WORD = 0.87
"""What a name is worth that has one word in common with another, and other words beside it."""

OTHER_FORM = 0.97
OTHER_NUMBER = 0.8
WEAK = 0.8
"""What a weak alias is worth beside a name of the same likeness."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Tokens of a name and tokens of a listed name that are taken for the same."""

    asked: int
    listed: int
    """Which tokens, a bit for each."""
    alike: float


@dataclass(frozen=True, slots=True)
class Match:
    """How a name and a listed name compare; the score is between 0 and 1."""

    asked: Asked
    row: Row
    score: float
    bits: float
    """How much evidence is in what matches; 13 bits: one name in 8,192 has as much."""
    pairings: tuple[Pairing, ...]


def compare(asked: Asked, row: Row) -> Match:
    """Assign tokens to tokens, heaviest first, and score what is covered on both sides."""
    plain = CONSONANTS if asked.name.script is Script.ARABIC else 1.0
    pairs = []
    listed_spans = row.spans
    for mask, weight, alike in asked.spans:
        for number, places in listed_spans.items():
            how = alike.get(number)
            if how:
                for listed_mask, listed_weight in places:
                    if mask & (mask - 1) and listed_mask & (listed_mask - 1) and how < plain:
                        continue
                    pairs.append((how * (weight + listed_weight), how, mask, listed_mask))
    pairs.sort(reverse=True)
    used = listed_used = 0
    total = asked.total
    covered = listed_covered = 0.0
    bits = 0.0
    pairings = []
    for _, how, mask, listed_mask in pairs:
        if mask & used or listed_mask & listed_used:
            continue
        used |= mask
        listed_used |= listed_mask
        weight, listed_weight = _weigh(asked.weights, mask), _weigh(row.weights, listed_mask)
        if how < 1.0 and listed_weight < weight:
            # a word with a slip in it is as common as the word that was meant
            total -= weight - listed_weight
            weight = listed_weight
        covered += how * weight
        listed_covered += how * listed_weight
        pairings.append(Pairing(mask, listed_mask, how))
        if how < plain:
            bits -= SLIP_BITS
    bits += listed_covered
    listed_total = row.total
    for mask, listed_mask, weight, listed_weight, own in _beginnings(asked, row, used, listed_used):
        pairings.append(Pairing(mask, listed_mask, INITIAL))
        total -= own - weight
        covered += BEGINNING * weight
        listed_covered += INITIAL * listed_weight
        used |= mask
        listed_used |= listed_mask
    if asked.name.cut:
        every, listed_every = (1 << len(asked.weights)) - 1, (1 << len(row.weights)) - 1
        missing = listed_every & ~listed_used
        if used == every and missing and missing > listed_used:
            # all of the name is the beginning of the listed one: a field may have cut the rest off
            listed_total -= CUT_OFF * _weigh(row.weights, missing)
    base = (min(covered / total, 1.0) * min(listed_covered / listed_total, 1.0)) ** 0.5
    stricter = 1.0 + max(0.0, ENOUGH_BITS - bits) / STRICTER
    score = base**stricter
    if len(pairings) == 1 and (covered < 0.99 * total or listed_covered < 0.99 * listed_total):
        score *= ONE_WORD
    if asked.name.form and row.name.form and asked.name.form != row.name.form:
        score *= OTHER_FORM
    if _other_number(asked, row, used, listed_used):
        score *= OTHER_NUMBER
    if row.listed.strength is Strength.WEAK:
        score *= WEAK
    return Match(asked, row, score, bits, tuple(pairings))


def _weigh(weights: tuple[float, ...], mask: int) -> float:
    total, place = 0.0, 0
    while mask:
        if mask & 1:
            total += weights[place]
        mask >>= 1
        place += 1
    return total


def _beginnings(
    asked: Asked, row: Row, used: int, listed_used: int
) -> list[tuple[int, int, float, float, float]]:
    """Initials on one side, and a last piece that was cut off, that begin a word left over on the
    other side: the tokens of both, what they weigh as that, and what the asked one weighed.
    """
    tokens, listed_tokens = asked.name.tokens, row.name.tokens
    if asked.name.script is Script.HAN or row.name.script is Script.HAN:
        return []
    found = []
    light = words().initial_bits
    last = len(tokens) - 1
    for place, token in enumerate(tokens):
        if used >> place & 1 or not token.isalpha():
            continue
        piece = len(token) == 1 or (place == last and asked.name.cut and len(token) <= PIECE)
        for other, listed in enumerate(listed_tokens):
            if listed_used >> other & 1 or not listed.isalpha():
                continue
            if piece and listed.startswith(token):
                weight = min(asked.weights[place], light * len(token))
            elif len(listed) == 1 and token[0] == listed:
                weight = asked.weights[place]
            else:
                continue
            used |= 1 << place
            listed_used |= 1 << other
            listed_weight = row.weights[other]
            found.append((1 << place, 1 << other, weight, listed_weight, asked.weights[place]))
            break
    return found


def _other_number(asked: Asked, row: Row, used: int, listed_used: int) -> bool:
    """Both names have numbers, and one of them has none beside it: Factory 7, Factory 9."""
    left = any(
        token.isdigit() and not used >> place & 1 for place, token in enumerate(asked.name.tokens)
    )
    listed_left = any(
        token.isdigit() and not listed_used >> place & 1
        for place, token in enumerate(row.name.tokens)
    )
    return left and listed_left
