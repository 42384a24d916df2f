"""Say what made a name and a listed name match, without repeating the name that was asked about."""

from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.engine.screening.comparison import Match, Pairing
from tidewaiter.engine.screening.entries import Strength
from tidewaiter.engine.screening.names import folded
from tidewaiter.engine.screening.scripts import Script


class Feature(StrEnum):
    """What made two names match, or differ."""

    SAME = "same"
    SPELLING = "spelling"
    SOUND = "sound"
    JOINED = "joined"
    INITIAL = "initial"
    CUT = "cut"
    ORDER = "order"
    SCRIPT = "script"
    MISSING = "missing"
    EXTRA = "extra"
    FORM = "form"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Told:
    """One feature, and the words of the listed name that it is about (or how many others)."""

    feature: Feature
    listed: str = ""
    count: int = 0


def explain(match: Match) -> tuple[Told, ...]:
    """The features of a match: word by word in the order of the listed name, then of the whole."""
    asked, row = match.asked, match.row
    pairings = sorted(match.pairings, key=lambda pairing: pairing.listed)
    told = [_of_pairing(match, pairing) for pairing in pairings]
    places = [pairing.asked for pairing in pairings]
    if places != sorted(places):
        told.append(Told(Feature.ORDER))
    if asked.name.script is not row.name.script or asked.from_han != row.from_han:
        told.append(Told(Feature.SCRIPT))
    used = sum(pairing.listed for pairing in pairings)
    missing = [token for place, token in enumerate(row.name.tokens) if not used >> place & 1]
    if missing:
        told.append(Told(Feature.MISSING, " ".join(missing)))
    extra = len(asked.name.tokens) - sum(pairing.asked.bit_count() for pairing in pairings)
    if extra:
        told.append(Told(Feature.EXTRA, count=extra))
    if asked.name.form and row.name.form and asked.name.form != row.name.form:
        told.append(Told(Feature.FORM))
    if row.listed.strength is Strength.WEAK:
        told.append(Told(Feature.WEAK))
    return tuple(told)


def _of_pairing(match: Match, pairing: Pairing) -> Told:
    given = [
        token for place, token in enumerate(match.asked.name.tokens) if pairing.asked >> place & 1
    ]
    listed = [
        token for place, token in enumerate(match.row.name.tokens) if pairing.listed >> place & 1
    ]
    words, one, other = " ".join(listed), "".join(given), "".join(listed)
    if len(given) != len(listed):
        return Told(Feature.JOINED, words)
    if one == other:
        return Told(Feature.SAME, words)
    if min(len(one), len(other)) == 1:
        return Told(Feature.INITIAL, words)
    if match.asked.name.cut and other.startswith(one):
        return Told(Feature.CUT, words)
    if match.asked.name.script is Script.ARABIC or folded(one) == folded(other):
        return Told(Feature.SOUND, words)
    return Told(Feature.SPELLING, words)
