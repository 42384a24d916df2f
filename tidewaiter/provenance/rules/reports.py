"""The checks of a test report: each comes out confirmed, unconfirmed, mismatch or forged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tidewaiter.provenance.formats.report_text import ReportText
from tidewaiter.provenance.rules.laboratories import (
    Accredited,
    accredited_on,
    covered_on,
    covers,
    named_in,
    recognised,
    same_number,
)
from tidewaiter.provenance.states import Binding, Outcome

ALIKE = 0.9
"""From this share of equal results on, two reports have the same values."""
FEWEST = 4
"""Fewer results than these say nothing about two reports being one."""


class Step(StrEnum):
    """Which check."""

    READ = "read"
    LABORATORY = "laboratory"
    NUMBER = "number"
    MATCH = "match"
    DUPLICATE = "duplicate"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its outcome, its code (its words: `words.py`) and the values."""

    step: Step
    outcome: Outcome
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Known(StrEnum):
    """What a register says of a report number."""

    FOUND = "found"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"
    """The laboratory never issued it, or took it back."""
    SILENT = "silent"
    """The register did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What a register says of a report number, and of what was tested."""

    known: Known
    register: str = ""
    model: str = ""
    issued_on: date | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """The product that a report is handed in for, and what the law asks of its report."""

    gtin: str
    model: str
    batches: Sequence[str] = ()
    batch: str = ""
    standards: Sequence[str] = ()


def read_whole(report: ReportText) -> Finding:
    """A report names its laboratory and accreditation, its sample, the standard, a conclusion with
    day and number, and who signed it (Product Quality Law, Art. 19; CMA rules on reports).
    """
    missing = report.missing()
    if missing:
        return Finding(
            Step.READ, Outcome.UNCONFIRMED, "report.incomplete", {"parts": ", ".join(missing)}
        )
    return Finding(Step.READ, Outcome.CONFIRMED, "report.read", {"number": report.number})


def laboratory_qualifies(
    report: ReportText,
    laboratory: Accredited | None,
    *,
    accreditors: Collection[str],
    public_proof: bool,
) -> Finding:
    """The laboratory is listed, its accreditor is recognised, the numbers on the report are its
    own, and its scope held each standard on the day of the test (ISO/IEC 17025, 4; CMA rules).
    """
    day = report.tested_on or report.issued_on
    told = {"laboratory": report.laboratory, "number": report.accreditation or report.mark}
    if laboratory is None:
        return _laboratory("report.laboratory-unknown", told)
    told |= {"laboratory": laboratory.name, "accreditor": laboratory.accreditor}
    if not recognised(laboratory.accreditor, accreditors):
        return _laboratory("report.accreditor", told)
    if public_proof and laboratory.mark and not report.mark:
        return _laboratory("report.mark-missing", told)
    wrong_mark = report.mark and laboratory.mark and not same_number(report.mark, laboratory.mark)
    wrong_number = report.accreditation and not same_number(report.accreditation, laboratory.number)
    if wrong_mark or wrong_number:
        given, listed = (
            (report.mark, laboratory.mark)
            if wrong_mark
            else (report.accreditation, laboratory.number)
        )
        return Finding(
            Step.LABORATORY, Outcome.FORGED, "report.mark-number",
            told | {"given": given, "listed": listed},
        )  # fmt: skip
    if day is None or not accredited_on(laboratory, day):
        return _laboratory("report.not-accredited", told | {"day": str(day or "–")})
    outside = [one for one in report.standards if not covered_on(laboratory, one, day)]
    if outside:
        return _laboratory(
            "report.scope", told | {"standards": ", ".join(outside), "day": str(day)}
        )
    return Finding(
        Step.LABORATORY,
        Outcome.CONFIRMED,
        "report.laboratory",
        told | {"standards": ", ".join(report.standards), "day": str(day)},
    )


def number_confirmed(report: ReportText, said: Registered, *, sha256: str) -> Finding:
    """A number is confirmed by a register that has it; one that is down or late proves nothing."""
    told = {"number": report.number, "register": said.register}
    match said.known:
        case Known.SILENT:
            return Finding(Step.NUMBER, Outcome.UNCONFIRMED, "report.register-silent", told)
        case Known.ABSENT:
            return Finding(Step.NUMBER, Outcome.UNCONFIRMED, "report.number-absent", told)
        case Known.WITHDRAWN:
            return Finding(Step.NUMBER, Outcome.FORGED, "report.number-withdrawn", told)
    if said.sha256 and said.sha256.lower() != sha256:
        return Finding(Step.NUMBER, Outcome.FORGED, "report.other-bytes", told)
    if said.model and report.model and not _same(said.model, report.model):
        return Finding(
            Step.NUMBER, Outcome.FORGED, "report.other-sample",
            told | {"given": report.model, "listed": said.model},
        )  # fmt: skip
    if said.issued_on and report.issued_on and said.issued_on != report.issued_on:
        return Finding(
            Step.NUMBER, Outcome.FORGED, "report.other-day",
            told | {"given": str(report.issued_on), "listed": str(said.issued_on)},
        )  # fmt: skip
    return Finding(Step.NUMBER, Outcome.CONFIRMED, "report.number", told)


def of_this_product(report: ReportText, goods: Goods, *, on: date) -> Finding:
    """The sample is this product: number, model and batch agree, the report holds on the day, and
    it tested by the standards that the law asks of such goods (Product Quality Law, Art. 14).
    """
    asked = ", ".join(goods.standards)
    if report.gtin and report.gtin != goods.gtin:
        return _mismatch("report.gtin", report.gtin, goods.gtin)
    if report.model and goods.model and not _same(report.model, goods.model):
        return _mismatch("report.model", report.model, goods.model)
    if goods.batch and report.batch and not _same(report.batch, goods.batch):
        return _mismatch("report.batch", report.batch, goods.batch)
    if report.batch and goods.batches and not any(_same(report.batch, b) for b in goods.batches):
        return _mismatch("report.batch", report.batch, ", ".join(goods.batches))
    if report.tested_on and report.issued_on and report.tested_on > report.issued_on:
        return _mismatch("report.days", str(report.tested_on), str(report.issued_on))
    if report.issued_on and report.issued_on > on:
        return _mismatch("report.future", str(report.issued_on), str(on))
    if report.valid_until and report.valid_until < on:
        return _mismatch("report.over", str(report.valid_until), str(on))
    wanting = [
        one for one in goods.standards if not any(covers(one, given) for given in report.standards)
    ]
    if wanting:
        return _mismatch("report.standard", ", ".join(report.standards), ", ".join(wanting))
    if not passed(report.conclusion):
        return _mismatch("report.failed", report.conclusion, "–")
    return Finding(
        Step.MATCH,
        Outcome.CONFIRMED,
        "report.match",
        {"model": report.model or goods.model, "binding": binding_of(report, goods).value,
         "standards": asked or ", ".join(report.standards)},
    )  # fmt: skip


def binding_of(report: ReportText, goods: Goods) -> Binding:
    """Whether a report names this very item or one of its batches, or only the model."""
    batch = report.batch and (goods.batch or goods.batches)
    return Binding.PRODUCT if report.gtin == goods.gtin or batch else Binding.MODEL


def passed(conclusion: str) -> bool:
    """Whether a conclusion says that the sample passed."""
    plain = conclusion.casefold()
    no = ("fail", "not conform", "non-conform", "not comply", "does not", "不合格", "不符合")
    yes = ("pass", "conform", "compl", "qualified", "satisf", "合格", "符合")
    return not any(word in plain for word in no) and any(word in plain for word in yes)


def alike(one: Collection[str], other: Collection[str]) -> float:
    """The share of results that two reports have in common; nothing where there are too few."""
    mine, theirs = set(one), set(other)
    if min(len(mine), len(theirs)) < FEWEST:
        return 0.0
    return len(mine & theirs) / len(mine | theirs)


def no_copy(report: ReportText, others: Mapping[str, Collection[str]]) -> Finding:
    """Two products do not have the same results to the last digit; `others` are the results of
    reports of other products, by their references.
    """
    for reference, marks in others.items():
        share = alike(report.marks, marks)
        if share >= ALIKE:
            return Finding(
                Step.DUPLICATE, Outcome.FORGED, "report.copy",
                {"other": reference, "share": f"{share:.0%}", "results": str(len(report.marks))},
            )  # fmt: skip
    return Finding(
        Step.DUPLICATE, Outcome.CONFIRMED, "report.own-values", {"results": str(len(report.marks))}
    )


def laboratory_of(report: ReportText, listed: Sequence[Accredited]) -> Accredited | None:
    """The laboratory that a report names: by its number and name, else by its name alone."""
    named = [one for one in listed if named_in((one.name, *one.names), report.laboratory)]
    for one in named:
        if same_number(report.accreditation, one.number) or same_number(report.mark, one.mark):
            return one
    return named[0] if named else None


def _laboratory(code: str, values: Mapping[str, str]) -> Finding:
    return Finding(Step.LABORATORY, Outcome.MISMATCH, code, values)


def _mismatch(code: str, given: str, wanted: str) -> Finding:
    return Finding(Step.MATCH, Outcome.MISMATCH, code, {"given": given, "wanted": wanted})


def _same(one: str, other: str) -> bool:
    def plain(text: str) -> str:
        return "".join(sign for sign in text.casefold() if sign.isalnum())

    return plain(one) == plain(other)
