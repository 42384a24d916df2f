"""Ten thousand names of parties as parcels have them, three quarters of them in pinyin.

Each is invented and has an invented date of birth, document, telephone and address beside it.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from pypinyin import lazy_pinyin

from benchmarks.names import tables

Row = tuple[str, str, str, str, str, str]
"""Group, name, date of birth, number of a document, telephone, address."""

COLUMNS = ("group", "name", "born", "paper", "telephone", "address")


def clean_names(names: int = 10_000, *, seed: int = 20261128) -> Iterator[Row]:
    """Names in their shares, the same for the same seed; a tenth of the rest are firms."""
    draw = random.Random(seed)
    for place in range(names):
        group, name = _name(draw, place)
        born = date(1948, 1, 1) + timedelta(days=draw.randrange(60 * 365))
        firm = group.endswith("firm")
        yield (
            group,
            name,
            "" if firm else born.isoformat(),
            _paper(draw, born, firm=firm),
            f"1{draw.choice('35789')}{draw.randrange(10**9):09d}",
            _address(draw),
        )


def _name(draw: random.Random, place: int) -> tuple[str, str]:
    share = place % 100
    if share < 63:
        return "pinyin person", pinyin_person(draw)
    if share < 75:
        return "pinyin firm", pinyin_firm(draw)
    if share < 80:
        return "han person", han_person(draw)
    if share < 83:
        return "western firm", _western_firm(draw)
    people = draw.choices(list(tables.SHARES), list(tables.SHARES.values()))[0]
    return f"{people} person", _western_person(draw, people)


def han_person(draw: random.Random) -> str:
    """A name in Chinese characters; surnames as unequally shared as they are."""
    weights = [1 / (rank + 6) for rank in range(len(tables.SURNAMES))]
    surname = draw.choices(tables.SURNAMES, weights)[0]
    return surname + "".join(draw.choices(tables.GIVEN, k=1 if draw.random() < 0.18 else 2))


def pinyin_person(draw: random.Random) -> str:
    """A name in pinyin, in one of the ways in which labels write it."""
    surname, *given = (syllable.capitalize() for syllable in lazy_pinyin(han_person(draw)))
    joined = "".join(given).capitalize()
    way = draw.random()
    if way < 0.35:
        return f"{surname} {joined}"
    if way < 0.55:
        return f"{surname} {joined}".upper()
    if way < 0.72:
        return f"{joined} {surname}"
    if way < 0.84:
        return " ".join([surname, *given])
    if way < 0.90:
        return " ".join([surname, *given]).lower()
    if way < 0.95:
        return f"{surname}{joined}"
    return f"{joined}, {surname}"


def pinyin_firm(draw: random.Random) -> str:
    """A firm as shippers call themselves: place, two or three syllables, trade, legal form."""
    own = "".join(draw.choices(tables.FIRM_SYLLABLES, k=draw.choice((2, 2, 3)))).capitalize()
    parts = [
        draw.choice(tables.CITIES),
        own,
        draw.choice(tables.TRADES),
        draw.choice(tables.FIRM_ENDS),
    ]
    name = " ".join(parts)
    return name.upper() if draw.random() < 0.3 else name


def _western_person(draw: random.Random, people: str) -> str:
    given, family = (draw.choice(part) for part in tables.PEOPLES[people])
    if people == "russian" and given[-1] == "a" and not family.endswith("o"):
        family += "a"
    if people == "spanish" and draw.random() < 0.5:
        family += " " + draw.choice(tables.PEOPLES[people][1])
    if people == "arabic" and draw.random() < 0.35:
        family = "Al-" + family
    if people == "english" and draw.random() < 0.2:
        given += f" {draw.choice('ABCDEFGHJKLMPRST')}."
    way = draw.random()
    if people in {"vietnamese", "korean"} or way < 0.1:
        return f"{family} {given}"
    return f"{family}, {given}" if way < 0.2 else f"{given} {family}"


def _western_firm(draw: random.Random) -> str:
    words = draw.sample(tables.FIRM_WORDS, draw.choice((1, 2)))
    return " ".join(
        [*words, draw.choice(tables.FIRM_TRADES), draw.choice(tables.WESTERN_ENDS)]
    ).strip()


def _paper(draw: random.Random, born: date, *, firm: bool) -> str:
    if firm:
        return f"91{draw.randrange(10**6):06d}MA{draw.randrange(10**8):08d}"
    if draw.random() < 0.2:
        return f"E{draw.randrange(10**8):08d}"
    return f"{draw.randrange(110000, 660000)}{born:%Y%m%d}{draw.randrange(10**4):04d}"


def _address(draw: random.Random) -> str:
    return (
        f"No. {draw.randrange(1, 900)}, {draw.choice(tables.STREETS)} Road, "
        f"{draw.choice(tables.CITIES)}, China"
    )
