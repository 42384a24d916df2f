"""Identifiers of GS1: numbers with check digits, EPC names and Digital Links, as one thing."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from stdnum import ean

LENGTHS = (8, 12, 13, 14)
HOME = "https://id.gs1.org"
"""Where a canonical Digital Link stands."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an identifier names: goods (of a batch, one piece), a logistic unit, a place, a party.

    `link` is its canonical Digital Link, or the identifier itself where it is none of GS1.
    """

    link: str
    gtin: str = ""
    batch: str = ""
    serial: str = ""
    sscc: str = ""
    gln: str = ""

    @property
    def piece(self) -> bool:
        """Whether it names one thing that can be at one place only."""
        return bool(self.serial or self.sscc)


def gtin(given: str) -> str | None:
    """A trade item number as fourteen digits; None where length or check digit is wrong."""
    digits = given.strip().replace(" ", "").replace("-", "")
    if len(digits) not in LENGTHS or not digits.isascii() or not digits.isdigit():
        return None
    return digits.zfill(14) if ean.is_valid(digits) else None


def gln(given: str) -> str | None:
    """A location number of thirteen digits; None where length or check digit is wrong."""
    digits = given.strip()
    if len(digits) != 13 or not digits.isascii() or not digits.isdigit():
        return None
    return digits if ean.is_valid(digits) else None


def short(number: str) -> str:
    """A trade item number as it is printed on goods: without the zeros in front, at least eight."""
    plain = number.lstrip("0")
    for length in LENGTHS:
        if len(plain) <= length:
            return plain.zfill(length)
    return number


def link_of(number: str, *, batch: str = "", serial: str = "") -> str:
    """The Digital Link of goods: the finest of piece, batch and item."""
    if serial:
        return f"{HOME}/01/{number}/21/{_coded(serial)}"
    return f"{HOME}/01/{number}/10/{_coded(batch)}" if batch else f"{HOME}/01/{number}"


def named(uri: str) -> Named | None:
    """What an identifier names; None where it is malformed or its check digit is wrong."""
    text = uri.strip()
    if text.startswith("urn:epc:"):
        return _epc(text)
    if re.match(r"https?://", text):
        return _digital_link(text)
    return Named(text) if re.fullmatch(r"[A-Za-z][\w+.-]*:\S+", text) else None


def _digital_link(text: str) -> Named | None:
    parts = [unquote(part) for part in urlsplit(text).path.split("/") if part]
    for at, key in enumerate(parts[:-1]):
        value, rest = parts[at + 1], parts[at + 2 :]
        pairs = dict(zip(rest[::2], rest[1::2], strict=False))
        if key == "01" and value.isdigit():
            number = gtin(value)
            return (number and _goods(number, pairs.get("10", ""), pairs.get("21", ""))) or None
        if key == "00" and value.isdigit():
            return _unit(value)
        if key in {"414", "417"} and value.isdigit():
            return _place(value, pairs.get("254", "") if key == "414" else "", key)
    return Named(text)


def _epc(text: str) -> Named | None:
    _, _, form, scheme, value = (*text.split(":", 4), "", "")[:5]
    if form not in {"id", "class", "idpat"} or not value:
        return None
    parts = value.split(".")
    match scheme:
        case "sgtin" if len(parts) == 3:
            number = _item(parts[0], parts[1])
            return (
                number and _goods(number, "", "" if parts[2] == "*" else _plain(parts[2]))
            ) or None
        case "lgtin" if len(parts) == 3:
            number = _item(parts[0], parts[1])
            return (number and _goods(number, _plain(parts[2]), "")) or None
        case "sscc" if len(parts) == 2:
            body = parts[1][:1] + parts[0] + parts[1][1:]
            return _unit(body + ean.calc_check_digit(body)) if _digits(body, 17) else None
        case "sgln" if len(parts) == 3:
            body = parts[0] + parts[1]
            whole = body + ean.calc_check_digit(body) if _digits(body, 12) else ""
            return _place(whole, "" if parts[2] == "0" else _plain(parts[2]), "414")
        case "pgln" if len(parts) == 2:
            body = parts[0] + parts[1]
            whole = body + ean.calc_check_digit(body) if _digits(body, 12) else ""
            return _place(whole, "", "417")
        case "gdti" if len(parts) == 3:
            body = parts[0] + parts[1]
            if not _digits(body, 12):
                return None
            return Named(f"{HOME}/253/{body}{ean.calc_check_digit(body)}{_coded(_plain(parts[2]))}")
        case "sgtin" | "lgtin" | "sscc" | "sgln" | "pgln" | "gdti":
            return None
    return Named(text)


def _goods(number: str, batch: str, serial: str) -> Named:
    link = link_of(number, batch=batch, serial=serial)
    return Named(link, gtin=number, batch="" if serial else batch, serial=serial)


def _unit(sscc: str) -> Named | None:
    if not _digits(sscc, 18) or ean.calc_check_digit(sscc[:-1]) != sscc[-1]:
        return None
    return Named(f"{HOME}/00/{sscc}", sscc=sscc)


def _place(given: str, extension: str, key: str) -> Named | None:
    number = gln(given)
    if number is None:
        return None
    link = f"{HOME}/{key}/{number}" + (f"/254/{_coded(extension)}" if extension else "")
    return Named(link, gln=number)


def _item(company: str, rest: str) -> str | None:
    body = rest[:1] + company + rest[1:]
    return body + ean.calc_check_digit(body) if _digits(body, 13) else None


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _plain(part: str) -> str:
    return unquote(part)


def _coded(part: str) -> str:
    return quote(part, safe="-._~\"'<>=;?")
