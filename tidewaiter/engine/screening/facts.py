"""The second thing by which a party is known: document, date of birth, telephone, address.

A name alone never holds a parcel. A fact corroborates when the party and the entry state the same;
a year of birth, which many share, only supports a name that is alike by itself.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tidewaiter.engine.screening.entries import Address, Entry, Sort
from tidewaiter.engine.screening.scripts import Script, han_only, in_latin, script_of, syllables
from tidewaiter.engine.screening.words import words


class FactKind(StrEnum):
    """What a fact is about."""

    PAPER = "paper"
    BORN = "born"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a parcel names, with what the parcel says of them."""

    name: str
    born: date | None = None
    papers: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    sort: Sort = Sort.UNKNOWN


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a party and an entry have in common; what the list says of it."""

    kind: FactKind
    listed: str

    @property
    def corroborates(self) -> bool:
        """Whether the fact is particular enough to stand beside a name that is only similar."""
        return self.kind is not FactKind.YEAR


FEWEST_DIGITS = 4
FEWEST_SIGNS = 5
TELEPHONE_DIGITS = 8
ALIKE = 0.8
MOST_OF_ADDRESS = 0.75
ENOUGH_OF_ADDRESS = 2.0

_SIGNS = re.compile(r"[A-Z0-9]+")
_NUMBERED = re.compile(r"[A-Z0-9][A-Z0-9.\-/ ]*")
_RESIDENT = re.compile(r"^[1-9]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[0-9X]$")
_WORDS = re.compile(r"[a-z]+|\d+")


def common_facts(party: Party, entry: Entry) -> tuple[Fact, ...]:
    """The facts that a party and an entry share, the most particular first."""
    found = []
    papers = {number for text in party.papers for number in numbers_of(text)}
    if papers:
        found += [
            Fact(FactKind.PAPER, paper.number)
            for paper in entry.papers
            if papers & numbers_of(paper.number)
        ]
    born = party.born or _born_of(party.papers)
    if born is not None and not found:
        for span in entry.born:
            if span.exact and span.earliest == born:
                found.append(Fact(FactKind.BORN, span.earliest.isoformat()))
            elif not span.exact and span.earliest <= born <= span.latest:
                years = (span.earliest.year, span.latest.year)
                told = str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}"
                found.append(Fact(FactKind.YEAR, told))
    if party.telephones and entry.telephones:
        ends = {telephone_end(text) for text in party.telephones} - {""}
        found += [
            Fact(FactKind.TELEPHONE, text)
            for text in entry.telephones
            if telephone_end(text) in ends
        ]
    for text in party.addresses:
        found += [
            Fact(FactKind.ADDRESS, ", ".join(filter(None, (place.street, place.city))))
            for place in entry.addresses
            if same_address(text, place)
        ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=100_000)
def numbers_of(text: str) -> frozenset[str]:
    """The numbers of documents in a text, without separators: “passport no. A 123-4567”."""
    whole = "".join(_SIGNS.findall(text.upper()))
    candidates = {whole, *("".join(_SIGNS.findall(part)) for part in text.upper().split())}
    return frozenset(
        number
        for number in candidates
        if len(number) >= FEWEST_SIGNS and sum(map(str.isdigit, number)) >= FEWEST_DIGITS
    )


def _born_of(papers: tuple[str, ...]) -> date | None:
    """The date of birth in a Chinese resident identity number (GB 11643)."""
    for text in papers:
        found = _RESIDENT.match(text.strip().upper())
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None


def telephone_end(text: str) -> str:
    """The last eight digits of a telephone number; empty where it has fewer than seven."""
    digits = re.sub(r"\D", "", text)
    return digits[-TELEPHONE_DIGITS:] if len(digits) >= TELEPHONE_DIGITS - 1 else ""


def same_address(text: str, place: Address) -> bool:
    """Whether a text gives a listed address: its street, and a number or its city too.

    Every number of the listed street must be there, and three quarters of its particular words. A
    particular word, the city and a number of three digits and more count one, a shorter number a
    half; two are an address. A city alone is none.
    """
    common = words().address_words
    listed = _words_of(place.street)
    streets = {
        word for word in listed if not word.isdigit() and word not in common and len(word) > 2
    }
    numbers = {word for word in listed if word.isdigit()}
    if not streets and not numbers:
        return False
    given = _words_of(text)
    if not numbers <= given:
        return False
    letters = [word for word in given if not word.isdigit()]
    have = sum(1 for word in streets if word in given or _near(word, letters))
    if have < MOST_OF_ADDRESS * len(streets):
        return False
    city = {word for word in _words_of(place.city) if not word.isdigit() and word not in common}
    here = any(word in given or _near(word, letters) for word in city)
    return have + sum(1 if len(each) > 2 else 0.5 for each in numbers) + here >= ENOUGH_OF_ADDRESS


def _near(word: str, others: list[str]) -> bool:
    if len(word) < 4 or not others:
        return False
    return (
        process.extractOne(word, others, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
        is not None
    )


@lru_cache(maxsize=50_000)
def _words_of(text: str) -> frozenset[str]:
    script = script_of(text)
    if script is Script.HAN:
        plain = " ".join([*syllables(han_only(text)), *re.findall(r"[A-Za-z0-9]+", text)])
    else:
        plain = in_latin(text, script)
    return frozenset(_WORDS.findall(plain.lower()))
