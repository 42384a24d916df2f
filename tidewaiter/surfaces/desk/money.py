"""Duties and quota of a parcel, as the decision had them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from tidewaiter.law.loader import Law
from tidewaiter.risk.models import Assessment, QuotaEntry
from tidewaiter.risk.models.quota import EntryKind
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class DutyLine:
    """What is due for one line."""

    number: int
    goods: str
    code: str
    value: Decimal
    duty: Decimal
    vat: Decimal
    consumption: Decimal
    total: Decimal


@dataclass(frozen=True)
class Duties:
    """What is due for the parcel."""

    lines: tuple[DutyLine, ...]
    basis: str
    value: Decimal
    duty: Decimal
    vat: Decimal
    consumption: Decimal
    total: Decimal
    note: str


@dataclass(frozen=True)
class Quota:
    """What the buyer had used of a measure, and what this parcel adds."""

    title: str
    unit: str
    year: int
    limit: Decimal
    before: Decimal
    this: Decimal
    after: Decimal
    exceeded: bool


def duties_of(assessment: Assessment, lines: Sequence[Mapping[str, Any]]) -> Duties | None:
    """The duties line by line; nothing where nothing was levied."""
    due = msgspec.json.decode(assessment.duties)
    if not due:
        return None
    names = {line["gnum"]: line.get("gname", "") for line in lines}
    return Duties(
        lines=tuple(_line(one, names) for one in due),
        basis=assessment.tax_basis or "reduced",
        value=assessment.dutiable_value,
        duty=assessment.duty,
        vat=assessment.vat,
        consumption=assessment.consumption_tax,
        total=assessment.duty + assessment.vat + assessment.consumption_tax,
        note="",
    )


def _line(due: Mapping[str, Any], names: Mapping[int, str]) -> DutyLine:
    duty, vat, consumption = (
        Decimal(due[name]) for name in ("customs_tax", "value_added_tax", "consumption_tax")
    )
    return DutyLine(
        number=due["gnum"],
        goods=names.get(due["gnum"], ""),
        code=due["gcode"],
        value=Decimal(due["tax_price"]),
        duty=duty,
        vat=vat,
        consumption=consumption,
        total=duty + vat + consumption,
    )


def quota_of(
    assessment: Assessment, evidence: Sequence[Mapping[str, Any]], law: Law
) -> tuple[Quota, ...]:
    """The measures that the parcel takes from, and those that it would have exceeded.

    ``evidence`` is that of the reasons: a measure that did not suffice stands in it.
    """
    used = (msgspec.json.decode(assessment.context) or {}).get("quota") or {}
    taken = _taken(assessment)
    refused = {
        str(one.get("measure", "money")): Decimal(str(one["quota_amount"]))
        for one in evidence
        if "quota_amount" in one and one.get("quota_amount") is not None
    }
    units = law.codes("unit")
    found = []
    for measure in law.measures:
        this = taken.get(measure.id) or refused.get(measure.id)
        if this is None or used.get(measure.id) is None:
            continue
        before = Decimal(str(used[measure.id]))
        unit = units[measure.unit].title[language()] if measure.unit in units else measure.unit
        exceeded = measure.id in refused and measure.id not in taken
        found.append(
            Quota(
                title=measure.title[language()],
                unit=unit,
                year=assessment.law_day.year,
                limit=measure.limit,
                before=before,
                this=this,
                after=before if exceeded else before + this,
                exceeded=exceeded,
            )
        )
    return tuple(found)


def _taken(assessment: Assessment) -> dict[str, Decimal]:
    """What the parcel took when it was accepted, whatever was given back later."""
    taken: dict[str, Decimal] = {}
    entries = QuotaEntry.objects.filter(declaration=assessment.declaration_id).exclude(
        kind=EntryKind.RELEASE
    )
    for entry in entries.select_related("account"):
        measure = entry.account.measure
        taken[measure] = taken.get(measure, Decimal(0)) + entry.reserved + entry.committed
    return taken
