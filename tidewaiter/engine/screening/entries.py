"""What a list says of somebody: names, dates of birth, documents, addresses, telephones."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Sort(StrEnum):
    """What an entry names."""

    PERSON = "person"
    FIRM = "firm"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """How a name relates to its bearer."""

    PRIMARY = "primary"
    ALIAS = "alias"
    FORMER = "former"
    NOW = "now"
    ORIGINAL = "original"
    """The name in the script in which its bearer writes it."""


class Strength(StrEnum):
    """How far a name alone points to its bearer; the publisher of the list says so."""

    STRONG = "strong"
    WEAK = "weak"
    """Nicknames, code words and short forms that many others bear too."""


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of an entry, as the list writes it."""

    text: str
    kind: NameKind = NameKind.PRIMARY
    strength: Strength = Strength.STRONG


@dataclass(frozen=True, slots=True)
class Born:
    """A date of birth, as exact as the list knows it: a day, or a span of years."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with a number: passport, identity card, register entry, tax number."""

    number: str
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address, as far as the list gives it."""

    street: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody or something on a list."""

    number: str
    """The list's own number of the entry; stays the same from edition to edition."""
    sort: Sort
    names: tuple[ListedName, ...]
    born: tuple[Born, ...] = ()
    papers: tuple[Paper, ...] = ()
    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name under which the list enters it."""
        return self.names[0].text


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a list: where it is from, of which day, and what it says."""

    kind: str
    """The form of the files: ofac, un, ftm, own."""
    source: str
    """Who publishes it, in words."""
    digest: str
    """SHA-256 of the files, in their order, in hexadecimal."""
    entries: tuple[Entry, ...]
    dated: date | None = None
    """The day the list itself states; None where it states none."""
    version: str = ""
    """The version the list itself states."""
    by_number: dict[str, Entry] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {entry.number: entry for entry in self.entries})

    @property
    def names(self) -> int:
        """How many names its entries have."""
        return sum(len(entry.names) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Broken(Exception):
    """A file is not the list it should be; nothing of it is taken.

    `line` is where reading stopped (0: the file as a whole); `sentence` and `cure` name the values.
    """

    code: str
    file: str
    line: int
    sentence: tuple[str, str]
    """What is wrong, in English and in Chinese."""
    cure: tuple[str, str]
    """What to do about it, in English and in Chinese."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.sentence[0]} {self.cure[0]} [{self.code}]"
