"""Which laboratory a report comes from, and whether it was accredited for the test on its day."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Product Quality Law of the PRC, Art. 19"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accredited:
    """A laboratory, as its accreditor lists it."""

    code: str
    name: str
    names: Sequence[str] = ()
    accreditor: str
    number: str
    mark: str = ""
    valid_from: date
    valid_to: date | None = None
    scope: Mapping[str, tuple[date | None, date | None]]


def broken_list(file: str, problem: str) -> Refusal:
    """The refusal of a file that is no list of laboratories."""
    return Refusal(
        "laboratory.list",
        Text(
            "{file} is no list of laboratories: {problem}.", "{file}不是检验机构名录：{problem}。"
        ),
        values={"file": file, "problem": problem},
        law=LAW,
        cure=Text(
            "Correct the place that is named and load the file again; nothing was taken over.",
            "请更正所指位置后重新载入；本次未载入任何内容。",
        ),
    )


def newer_list(code: str, *, held: date, given: date) -> None:
    """A list never takes a laboratory back to an earlier day."""
    if given < held:
        raise Refusal(
            "laboratory.older",
            Text(
                "The list is of {given}, and {code} is kept from a list of {held}.",
                "该名录日期为{given}，而{code}已按{held}的名录收录。",
            ),
            values={"code": code, "given": given, "held": held},
            law=LAW,
            cure=Text("Load the newest list.", "请载入最新名录。"),
            kind=Kind.CONFLICT,
        )


def same_standard(text: str) -> str:
    """A standard as it is compared: capitals, one space, a plain dash before the year."""
    plain = re.sub(r"[\u2010-\u2015\uff0d]", "-", text.upper().strip())
    plain = re.sub(r"\s*-\s*", "-", plain)
    plain = re.sub(r"^(GB|GB/T|QB|QB/T|EN|ISO|IEC|ASTM)\s*(?=[0-9])", r"\1 ", plain)
    return re.sub(r"\s+", " ", plain)


def covers(listed: str, asked: str) -> bool:
    """A standard without a year covers its editions; `(all parts)` covers the parts too."""
    have, want = same_standard(listed), same_standard(asked)
    whole = have.endswith("(ALL PARTS)")
    have = have.removesuffix("(ALL PARTS)").strip()
    if want == have or re.fullmatch(re.escape(have) + r"-(19|20)[0-9]{2}", want):
        return True
    return whole and want.startswith((have + ".", have + "-"))


def covered_on(laboratory: Accredited, standard: str, day: date) -> bool:
    """Whether the scope of a laboratory held a standard on a day."""
    return any(
        covers(listed, standard)
        and (since is None or since <= day)
        and (until is None or day <= until)
        for listed, (since, until) in laboratory.scope.items()
    )


def accredited_on(laboratory: Accredited, day: date) -> bool:
    """Whether a laboratory was accredited on a day."""
    return laboratory.valid_from <= day and (
        laboratory.valid_to is None or day <= laboratory.valid_to
    )


def same_number(one: str, other: str) -> bool:
    """Numbers of accreditations are compared without spaces, dashes and the word CNAS."""

    def plain(text: str) -> str:
        return re.sub(r"[^A-Z0-9]", "", text.upper()).removeprefix("CNAS")

    return bool(plain(one)) and plain(one) == plain(other)


def recognised(accreditor: str, accreditors: Collection[str]) -> bool:
    """An accreditation counts where its accreditor signed the arrangement of ILAC."""
    return accreditor.upper() in accreditors


def named_in(names: Sequence[str], text: str) -> bool:
    """Whether one of the names of a laboratory stands in a text."""
    told = re.sub(r"\W+", "", text.casefold())
    return any(plain in told for name in names if (plain := re.sub(r"\W+", "", name.casefold())))
