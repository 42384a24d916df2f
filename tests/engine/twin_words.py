"""What the names of goods say, once more in plain Python."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tidewaiter.engine.knowledge.tables import knowledge
from tidewaiter.law.loader import Law

OPEN = {"39", "42", "48", "49", "63", "73", "76", "83", "95", "96", "97", "98"}


def words_in(name: str) -> list[str]:
    """The words of a name: those in Latin letters, and every two to four signs of a Chinese one."""
    text = name.lower()
    found = re.findall(r"[a-z0-9]+", text)
    if not name.isascii():
        found += [text[at : at + n] for at in range(len(text)) for n in (2, 3, 4)]
    return found


def word_signs(line: Mapping[str, Any], law: Law) -> Iterator[str]:
    """The codes of the rules about the words of a line that fire."""
    words, known = words_in(line["gname"]), knowledge()
    telling = [known.chapters[word] for word in words if word in known.chapters]
    chapter = line["gcode"][:2]
    if telling and chapter not in OPEN and not any(chapter in each for each in telling):
        yield "D-08"
    for code, listed in (("D-09", "forbidden_words"), ("D-10", "licensed_words")):
        if any(word in law.codes(listed) for word in words):
            yield code
    if line["bar_code"] in {recall.barcode for recall in known.recalls}:
        yield "D-12"


def unauthorised(parcel: Mapping[str, Any]) -> bool:
    """Whether a brand is named by firms that are not on its list."""
    known = knowledge().brands
    brands = [
        next((known[word] for word in words_in(line["gname"]) if word in known), "")
        for line in parcel["lines"]
    ]
    brand = max(brands, default="")
    return bool(brand) and f"brand:{brand}" not in parcel["listed"]
