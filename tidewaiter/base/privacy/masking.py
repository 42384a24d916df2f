"""What an officer sees of a person before stating a purpose.

The last four digits of a telephone number open the public page “where is my parcel”; so a mask
never shows all four of them.
"""

import re
import unicodedata

STAR = "*"

_REGION = re.compile(r"^\s*(?:\w{2,8}?(?:省|自治区|特别行政区))?(?:\w{2,8}?(?:市|自治州|地区|盟))?")


def mask_name(text: str) -> str:
    """The first letter of each word, or the first character: “J*** S****”, “张**”."""
    if len(text.strip()) < 2:
        return STAR * len(text.strip())
    return re.sub(r"\S+", lambda word: _keep(word[0], 1, 0), text.strip())


def mask_phone(text: str) -> str:
    """The first three and the last two digits: “138******78”."""
    return _keep(_plain(text), 3, 2)


def mask_identity_number(text: str) -> str:
    """The province at the beginning and the last two characters: “11**************2X”."""
    return _keep(_plain(text), 2, 2)


def mask_address(text: str) -> str:
    """Province and city of a Chinese address, the first two characters of another; then stars."""
    plain = text.strip()
    region = _REGION.match(plain)
    shown = region.end() if region and region.end() else min(2, len(plain) // 4)
    # A fixed number of stars: the length of a street and a house number tells which one it is.
    return plain[: min(shown, len(plain) - 1)] + STAR * 6 if plain else ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _keep(text: str, first: int, last: int) -> str:
    """Show so many characters at the ends, and at most half of a short text, from its beginning."""
    if len(text) < 2 * (first + last):
        first, last = min(first, len(text) // 2), 0
    hidden = len(text) - first - last
    return text[:first] + STAR * hidden + (text[-last:] if last else "")
