"""Listed names written as parcels might write them: other spelling, order, script, cut off.

Each comes with one fact of its entry (a document, a date of birth, an address, a telephone), as a
second thing by which the party can be known.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from pypinyin import lazy_pinyin

from benchmarks.names import tables
from tidewaiter.engine.screening.entries import Edition, Entry, ListedName, Sort, Strength

Row = tuple[str, str, str, str, str, str, str, str]
"""Entry, listed name, variation, name as written; of born, paper, telephone and address one."""

COLUMNS = ("entry", "listed", "variation", "name", "born", "paper", "telephone", "address")

FEWEST_LETTERS = 7
"""Shorter listed names are left out: short forms that any firm may bear."""


def varied_names(edition: Edition, names: int = 2_000, *, seed: int = 20261128) -> Iterator[Row]:
    """Listed names, drawn over all entries that state a fact, each varied in one or two ways."""
    draw = random.Random(seed)
    pool = [
        (entry, listed)
        for entry in edition.entries
        if entry.sort in {Sort.PERSON, Sort.FIRM}
        and (entry.born or entry.papers or entry.addresses)
        and _facts(entry)
        for listed in entry.names
        if listed.strength is Strength.STRONG
        and sum(map(str.isalpha, listed.text)) >= FEWEST_LETTERS
        and listed.text.isascii()
    ]
    by_script = {
        script: [pair for pair in pool if pair[0].sort is Sort.PERSON and fits(pair[1].text)]
        for script, fits in (("cyrillic", _slavic), ("arabic", _arab), ("han", _chinese))
    }
    seen: set[tuple[str, str]] = set()
    for variation, (share, vary) in VARIATIONS.items():
        wanted = names * share // 100
        while wanted:
            entry, listed = draw.choice(by_script.get(variation) or pool)
            name = vary(draw, entry, listed)
            if name is None or (entry.number, name) in seen:
                continue
            seen.add((entry.number, name))
            wanted -= 1
            yield (entry.number, listed.text, variation, name, *draw.choice(_facts(entry))(draw))


def _plain(draw: random.Random, entry: Entry, listed: ListedName) -> str:
    """Without comma, in another case."""
    text = listed.text.replace(",", " ").replace(".", " ")
    return " ".join(text.split()).title() if draw.random() < 0.5 else " ".join(text.split()).lower()


def _tokens(listed: ListedName) -> list[str]:
    return re.findall(r"[A-Za-z0-9.'&-]+", listed.text)


def _order(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """Given names first, or words of a firm in another order."""
    if entry.sort is Sort.PERSON and "," in listed.text:
        family, given = listed.text.split(",", 1)
        return f"{given.strip()} {family.strip()}".title()
    tokens = _tokens(listed)
    if len(tokens) < 2:
        return None
    place = draw.randrange(len(tokens) - 1)
    tokens[place], tokens[place + 1] = tokens[place + 1], tokens[place]
    return " ".join(tokens)


def _typo(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """One letter wrong, two in a name of more than sixteen letters."""
    text = _order(draw, entry, listed) if draw.random() < 0.4 else listed.text
    if text is None:
        return None
    for _ in range(2 if len(text) > 16 and draw.random() < 0.5 else 1):
        text = _slip(draw, text)
    return text


def _slip(draw: random.Random, text: str) -> str:
    letters = [place for place, sign in enumerate(text) if sign.isalpha()]
    place = draw.choice(letters)
    kind = draw.randrange(4)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + draw.choice("abcdefghijklmnopqrstuvwxyz") + text[place + 1 :]
    if kind == 2:
        return text[:place] + draw.choice("abcdefghijklmnopqrstuvwxyz") + text[place:]
    if place + 1 < len(text) and text[place + 1].isalpha():
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + text[place] + text[place:]


_RESPELLED = (
    ("kh", "h"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ei", "ey"),
    ("ai", "ay"),
    ("iy", "y"),
    ("yu", "iu"),
    ("ya", "ia"),
    ("ov", "off"),
    ("ev", "eff"),
    ("sky", "skiy"),
    ("w", "v"),
    ("q", "k"),
    ("u", "o"),
    ("e", "i"),
    ("i", "y"),
    ("ph", "f"),
    ("j", "dj"),
    ("ss", "s"),
    ("mm", "m"),
    ("ll", "l"),
    ("tt", "t"),
    ("c", "k"),
    ("z", "s"),
    ("a", "e"),
    ("x", "ks"),
    ("sh", "sch"),
)


def _respelled(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """Spelled as another country writes the same sounds, in one or two places."""
    text = listed.text.lower()
    fitting = [pair for pair in _RESPELLED if pair[0] in text or pair[1] in text]
    if not fitting:
        return None
    for one, other in draw.sample(fitting, min(len(fitting), draw.choice((1, 1, 2)))):
        if one not in text:
            one, other = other, one
        text = text.replace(one, other, 1)
    if text == listed.text.lower():
        return None
    if "," in text and draw.random() < 0.6:
        family, given = text.split(",", 1)
        text = f"{given.strip()} {family.strip()}"
    return text.title()


def _dropped(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """A person without one of three or more names; the first and the last stay."""
    tokens = _tokens(listed)
    if entry.sort is not Sort.PERSON or len(tokens) < 3:
        return None
    tokens.pop(
        draw.randrange(1, len(tokens)) if len(tokens) == 3 else draw.randrange(1, len(tokens) - 1)
    )
    return " ".join(tokens).title()


def _added(draw: random.Random, entry: Entry, listed: ListedName) -> str:
    """A title or a second line of the label runs into the name."""
    before, after = draw.choice(
        (("Mr ", ""), ("Dr. ", ""), ("Attn ", ""), ("", " Apt 5"), ("Ms. ", ""))
    )
    if entry.sort is Sort.FIRM:
        before, after = draw.choice(
            (("Attn ", ""), ("The ", ""), ("", " Warehouse"), ("", " Branch"))
        )
    return f"{before}{_plain(draw, entry, listed)}{after}"


def _initials(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """All given names but one as initials."""
    if entry.sort is not Sort.PERSON or "," not in listed.text:
        return None
    family, given = listed.text.split(",", 1)
    parts = given.split()
    if len(parts) < 2:
        return None
    return " ".join([parts[0], *(f"{part[0]}." for part in parts[1:]), family]).title()


def _joined(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """Two words written as one, or a long word as two."""
    tokens = [token.replace("-", " ").split() for token in _tokens(listed)]
    words = [word for token in tokens for word in token]
    if draw.random() < 0.6 and len(words) > 1:
        place = draw.randrange(len(words) - 1)
        words[place : place + 2] = [words[place] + words[place + 1]]
        return " ".join(words)
    long = [place for place, word in enumerate(words) if len(word) >= 7]
    if not long:
        return None
    place = draw.choice(long)
    cut = draw.randrange(3, len(words[place]) - 2)
    words[place : place + 1] = [words[place][:cut], words[place][cut:]]
    return " ".join(words)


def _truncated(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """Cut off by a field, with at least two thirds left."""
    lengths = [
        length for length in (18, 20, 22, 25, 30, 35) if length < len(listed.text) <= length * 1.5
    ]
    return listed.text[: draw.choice(lengths)].strip(" ,") if lengths else None


_FORMS = (
    ("CO., LTD.", "LIMITED"),
    ("LTD.", "LLC"),
    ("LIMITED", "LTD"),
    ("LLC", "OOO"),
    ("S.A. DE C.V.", "SA"),
    ("S.A. DE C.V.", ""),
    ("LTDA.", "LIMITADA"),
    ("S.A.", ""),
    ("GMBH", "LTD"),
    ("COMPANY", "CO"),
    ("CORPORATION", "CORP."),
    ("INTERNATIONAL", "INTL"),
    ("GROUP", "GRP"),
    ("TRADING", "TRDG"),
    ("INDUSTRIES", "IND."),
    ("ENGINEERING", "ENG."),
    ("GENERAL", "GEN."),
)


def _form(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """A firm with another legal form or with common words shortened."""
    fitting = [pair for pair in _FORMS if pair[0] in listed.text]
    if entry.sort is not Sort.FIRM or not fitting:
        return None
    one, other = draw.choice(fitting)
    return listed.text.replace(one, other).strip(" ,").title()


_CYRILLIC = (
    ("shch", "щ"), ("kh", "х"), ("zh", "ж"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"),
    ("ya", "я"), ("yo", "ё"), ("iy", "ий"), ("ey", "ей"), ("ay", "ай"), ("a", "а"), ("b", "б"),
    ("v", "в"),
    ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
    ("f", "ф"), ("h", "х"), ("c", "к"), ("y", "ы"), ("w", "в"), ("x", "кс"), ("q", "к"),
)  # fmt: skip
_ARABIC = (
    ("al-", "ال"), ("kh", "خ"), ("sh", "ش"), ("th", "ث"), ("dh", "ذ"), ("gh", "غ"), ("ch", "تش"),
    ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("b", "ب"), ("t", "ت"), ("j", "ج"), ("h", "ح"),
    ("d", "د"),
    ("r", "ر"), ("z", "ز"), ("s", "س"), ("f", "ف"), ("q", "ق"), ("k", "ك"), ("c", "ك"), ("l", "ل"),
    ("m", "م"), ("n", "ن"), ("w", "و"), ("v", "ف"), ("p", "ب"), ("g", "غ"), ("x", "كس"),
)  # fmt: skip


def _in_cyrillic(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """A Slavic name in the letters in which it is written at home."""
    text = listed.text.lower().replace(",", "").replace("'", "ь")
    text = re.sub(r"sk[iy]y?\b", "ский", re.sub(r"\bye|(?<=[aeiou])ye", "e", text))
    return _written(re.sub(r"[iy]\b", "й", text), dict(_CYRILLIC)).title()


def _written(text: str, letters: dict[str, str]) -> str:
    out, place = [], 0
    while place < len(text):
        for length in (4, 3, 2, 1):
            sign = letters.get(text[place : place + length])
            if sign is not None and text[place : place + length]:
                out.append(sign)
                place += length
                break
        else:
            out.append(text[place])
            place += 1
    return "".join(out)


def _in_arabic(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """An Arab name in Arabic letters: short vowels are not written, doubled letters once."""
    words = []
    for word in listed.text.lower().replace(",", "").replace("'", "").split():
        word = re.sub(r"([^aeiou\W])\1", r"\1", word)
        word = re.sub(r"^[aei](?!l-)", "ا", re.sub(r"^[ou]", "ا", word))
        head, body = ("al-", word[3:]) if word.startswith("al-") else ("", word)
        body = re.sub(r"i(?=.)|y", lambda _: "ي" if draw.random() < 0.5 else "", body)
        body = re.sub(
            r"i$", "ي", re.sub(r"[ou]", lambda _: "و" if draw.random() < 0.6 else "", body)
        )
        body = re.sub(
            r"a", lambda _: "ا" if draw.random() < 0.35 else "", re.sub(r"ah$", "ة", body)
        )
        words.append(_written(head + body.replace("e", ""), dict(_ARABIC)).replace("-", ""))
    return " ".join(words)


def _in_han(draw: random.Random, entry: Entry, listed: ListedName) -> str | None:
    """A Chinese name in characters that are read as its pinyin."""
    signs: dict[str, list[str]] = {}
    for sign in dict.fromkeys(tables.SURNAMES + tables.GIVEN):
        signs.setdefault(lazy_pinyin(sign)[0], []).append(sign)
    surnames: dict[str, str] = {}
    for sign in reversed(tables.SURNAMES):
        surnames[lazy_pinyin(sign)[0]] = sign
    syllables = [part for token in _tokens(listed) for part in _split(token.lower())]
    if not 2 <= len(syllables) <= 3 or syllables[0] not in surnames:
        return None
    if any(syllable not in signs for syllable in syllables[1:]):
        return None
    return surnames[syllables[0]] + "".join(draw.choice(signs[part]) for part in syllables[1:])


@cache
def _readings() -> frozenset[str]:
    return frozenset(lazy_pinyin(sign)[0] for sign in tables.SURNAMES + tables.GIVEN)


def _split(token: str) -> list[str]:
    known = _readings()
    for length in range(len(token), 1, -1):
        if token[:length] in known:
            rest = _split(token[length:]) if token[length:] else []
            if rest or length == len(token):
                return [token[:length], *rest]
    return []


def _slavic(text: str) -> bool:
    return bool(re.search(r"(?:OV|EV|SKY|SKIY|ENKO|CHUK)A?, ", text)) and text.isascii()


def _arab(text: str) -> bool:
    return bool(
        re.search(r"\b(?:AL-|Abd|Muhammad|Ahmad|Hasan|Husayn|Ali\b|Mahmud|Ibrahim)", text)
    ) and ("," in text)


def _chinese(text: str) -> bool:
    tokens = re.findall(r"[a-z]+", text.lower())
    return "," in text and 2 <= len(tokens) <= 3 and all(_split(token) for token in tokens)


Fact = Callable[[random.Random], tuple[str, str, str, str]]


def _facts(entry: Entry) -> Sequence[Fact]:
    """The facts of an entry that a parcel could state, each as its four columns."""
    facts: list[Fact] = []
    if entry.born:
        facts.append(lambda draw: (_day(draw, entry).isoformat(), "", "", ""))
    papers = [paper.number for paper in entry.papers if sum(map(str.isdigit, paper.number)) >= 5]
    if papers:
        facts.append(lambda draw: ("", draw.choice(papers), "", ""))
    if entry.telephones:
        facts.append(lambda draw: ("", "", draw.choice(entry.telephones), ""))
    places = [place for place in entry.addresses if len(place.street.split()) >= 2 and place.city]
    if places:
        facts.append(lambda draw: ("", "", "", _address(draw, places)))
    return facts


def _day(draw: random.Random, entry: Entry) -> date:
    born = draw.choice(entry.born)
    return born.earliest + timedelta(days=draw.randrange((born.latest - born.earliest).days + 1))


def _address(draw: random.Random, places: Sequence[object]) -> str:
    place = draw.choice(places)
    text = f"{place.street}, {place.city}"  # type: ignore[attr-defined]
    if draw.random() < 0.5:
        text = text.upper().replace("STREET", "ST").replace("AVENUE", "AVE").replace("ROAD", "RD")
    return f"{text}, {place.country}" if draw.random() < 0.7 else text  # type: ignore[attr-defined]


VARIATIONS: dict[str, tuple[int, Callable[[random.Random, Entry, ListedName], str | None]]] = {
    "case": (6, _plain),
    "spelling: slip": (22, _typo),
    "spelling: sound": (16, _respelled),
    "order": (14, _order),
    "a name left out": (6, _dropped),
    "a word added": (4, _added),
    "initials": (4, _initials),
    "joined or split": (6, _joined),
    "cut off": (9, _truncated),
    "legal form": (4, _form),
    "cyrillic": (4, _in_cyrillic),
    "arabic": (3, _in_arabic),
    "han": (2, _in_han),
}
"""Each variation, its share in a hundred, and how it is made."""
