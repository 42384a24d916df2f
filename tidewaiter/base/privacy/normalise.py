"""One spelling for each identity number, telephone number, name and address.

Two documents of a parcel are written by two companies: blanks, full-width letters, separators and
country codes differ while the person is the same. Each function gives the empty text where nothing
is left, and gives its own result back unchanged.
"""

import re
import unicodedata

_EXTENSION = re.compile(r"(?:转|ext\.?|extension|x|#)\s*\d*\s*$", re.IGNORECASE)
_HOME_PREFIX = re.compile(r"^0*(?:86(?=1\d{10}$))?")


def identity_number(text: str) -> str:
    """Capital letters and digits of the number of an identity document, nothing else."""
    return _letters_and_digits(text).upper()


def phone(text: str) -> str:
    """The national number of a Chinese telephone, or "+" and the international number of another.

    An extension is cut off; the switchboard is what both parties can know.
    """
    if text.isascii() and text.isdigit() and not text.startswith("00"):
        return _HOME_PREFIX.sub("", text)
    plain = _EXTENSION.sub("", unicodedata.normalize("NFKC", text).strip())
    digits = "".join(str(unicodedata.decimal(sign)) for sign in plain if sign.isdecimal())
    abroad = plain.lstrip(" (").startswith("+") or digits.startswith("00")
    if not abroad:
        return _HOME_PREFIX.sub("", digits)
    digits = digits.lstrip("0")
    if digits.startswith("86"):
        return _HOME_PREFIX.sub("", digits[2:])
    return f"+{digits}" if digits else ""


def name(text: str) -> str:
    """The letters of a name in small form; blanks, dots and hyphens do not count."""
    return _letters_and_digits(text)


def address(text: str) -> str:
    """The letters and digits of an address in small form; blanks and punctuation do not count."""
    return _letters_and_digits(text)


def email(text: str) -> str:
    """An e-mail address in small letters."""
    return _small(text)


def image(text: str) -> str:
    """The digest of an image in small letters."""
    return _small(text)


def _small(text: str) -> str:
    plain = text.strip().lower()
    return plain if any(map(str.isalnum, plain)) else ""


def _letters_and_digits(text: str) -> str:
    if text.isascii():
        return text.lower() if text.isalnum() else "".join(filter(str.isalnum, text)).lower()
    # Folding can make new compositions and composing can make new capitals: repeat until it rests.
    while True:
        folded = unicodedata.normalize("NFKC", text.casefold())
        if not folded.isalnum():
            folded = "".join(filter(_counts, folded))
        if folded == text:
            return folded
        text = folded


def _counts(sign: str) -> bool:
    """Letters, digits and the marks that belong to letters, such as the vowels of Thai."""
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"
