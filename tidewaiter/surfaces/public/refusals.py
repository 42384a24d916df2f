"""Why a message or a document is refused when it arrives: the part of the catalogue from intake."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.intake.formats.ceb import faults
from tidewaiter.intake.formats.ceb.officials import officials
from tidewaiter.intake.rules.repeats import OFFICIAL
from tidewaiter.intake.rules.words import REASONS, Words

SPECIFICATION = Text(faults.LAW["en"], faults.LAW["zh"])
"""The text by which messages are read."""

_FAMILIES: Mapping[str, str] = {
    "G-02": "again",
    "G-03": "again",
    "G-04": "again",
    "G-05": "sender",
    "G-06": "sender",
    "G-08": "parties",
    "L-01": "goods",
    "L-03": "goods",
    "M-01": "matching",
    "M-13": "matching",
    "L-08": "asked",
    "": "asked",
    "B-01": "asked",
    "B-03": "asked",
}
"""Beside which reasons those of a rule are listed; else a message cannot be read."""


@dataclass(frozen=True)
class Told:
    """A reason of intake: its words, and the official codes by which receipts may name it."""

    code: str
    words: Words
    officials: tuple[str, ...]

    @property
    def family(self) -> str:
        """The group of the catalogue in which it is listed."""
        return _FAMILIES.get(self.words.rule, "message")


@cache
def told_by_intake() -> Mapping[str, Told]:
    """Every reason of intake by its code."""
    found = {
        code: Told(code, words, OFFICIAL.get(code, (words.official,) if words.official else ()))
        for code, words in REASONS.items()
    }
    named = officials()
    for code, rule, official, message, cure in faults.catalogue():
        sentence = Text(message["en"], message["zh"])
        cured = Text(cure["en"], cure["zh"])
        words = Words(rule, sentence, sentence, cured, SPECIFICATION, official)
        also = found.get(code)
        if also is None:
            found[code] = Told(code, words, named[code])
        else:
            both = dict.fromkeys((*also.officials, *named[code]))
            found[code] = Told(code, _together(also.words, words), tuple(both))
    return found


def _together(one: Words, other: Words) -> Words:
    """What is said where a code stands for two things: both sentences and both cures."""
    return replace(
        one, message=_joined(one.message, other.message), cure=_joined(one.cure, other.cure)
    )


def _joined(one: Text, other: Text) -> Text:
    return Text(f"{one.en} {other.en}", f"{one.zh}{other.zh}")
