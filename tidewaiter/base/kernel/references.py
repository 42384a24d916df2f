"""Public references that can be read out over the telephone: TW-CASE-2026-000123-K.

The last character is a check character after ISO/IEC 7064, MOD 37,36. It finds every single
wrong character. MOD 37,2 would have needed an asterisk as a thirty-seventh check character, which
people cannot spell and shells expand.
"""

import re
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Refusal, Text

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(r"TW-?([A-Z]{1,8})-?([0-9OIL]{4})-?([0-9OIL]{6,12})-?([0-9A-Z])\Z")
_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart; its text form has the check character again."""

    kind: str
    year: int
    serial: int

    def __str__(self) -> str:
        return issue(self.kind, self.serial, self.year)


def issue(kind: str, serial: int, year: int) -> str:
    """The reference of the serial-th thing of a kind in a year."""
    if not re.fullmatch(r"[A-Z]{1,8}", kind):
        raise ValueError(f"kind must be one to eight capital letters, not {kind!r}")
    if not 0 < serial < 10**12 or not 1000 <= year <= 9999:
        raise ValueError(f"serial {serial} or year {year} is out of range")
    body = f"TW-{kind}-{year}-{serial:06d}"
    return f"{body}-{_check_character(body)}"


def check(text: str) -> Reference:
    """Take a reference apart; refuse one that is misspelt.

    Small letters and blanks are forgiven, as are O for 0 and I or L for 1 among the digits.
    """
    shape = _SHAPE.match("".join(text.split()).upper())
    if shape is None:
        raise Refusal(
            "reference.shape",
            Text("“{given}” is not a reference.", "“{given}”不是有效的编号。"),
            values={"given": text[:60]},
            cure=Text(
                "Write it as printed on the letter, such as TW-CASE-2026-000123-K.",
                "请按函件所示填写，例如 TW-CASE-2026-000123-K。",
            ),
        )
    kind, year, serial, character = shape.groups()
    year, serial = year.translate(_MISREAD), serial.translate(_MISREAD)
    body = f"TW-{kind}-{year}-{serial}"
    if _check_character(body) != character:
        raise Refusal(
            "reference.check-character",
            Text(
                "The reference “{given}” has a wrong character somewhere.",
                "编号“{given}”中有字符错误。",
            ),
            values={"given": text[:60]},
            cure=Text("Compare it, character by character, with the letter.", "请与函件逐字核对。"),
        )
    return Reference(kind, int(year), int(serial))


def _check_character(body: str) -> str:
    product = 36
    for character in body.replace("-", ""):
        total = (product + _ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]
