"""What anybody may ask the register: who may trade, for what, since when, and why not."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from tidewaiter.base.docket import clocks
from tidewaiter.base.kernel.references import check
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.registry.models import Attestation, Operator, StandingChange
from tidewaiter.registry.rules.attestations import Claims
from tidewaiter.registry.states import Standing


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty fields ask for nothing."""

    words: str = ""
    role: str = ""
    standing: str = ""

    @property
    def anything(self) -> bool:
        """Whether something is asked for."""
        return bool(self.words or self.role or self.standing)


@dataclass(frozen=True, slots=True)
class Entry:
    """An operator as the public is told of it; of a person who trades, no street and no number."""

    operator: Operator
    changes: tuple[StandingChange, ...]
    attestation: Attestation | None
    place: str
    verified: date | None


def sought(wanted: Sought) -> QuerySet[Operator]:
    """The operators that fit, in the order of their names."""
    found = Operator.objects.shown()
    if wanted.words:
        words = wanted.words.strip()
        plain = words.replace(" ", "").replace("-", "").upper()
        found = found.filter(
            Q(name__icontains=words)
            | Q(code__iexact=plain)
            | Q(identifiers__value=plain)
            | Q(licences__number__iexact=words)
        ).distinct()
    if wanted.role:
        found = found.filter(roles__contains=[wanted.role])
    if wanted.standing in set(Standing):
        found = found.filter(standing=wanted.standing)
    return found


def entry_of(code: str) -> Entry | None:
    """The entry of an operator by its number."""
    operator = (
        Operator.objects.shown()
        .prefetch_related("changes", "licences", "identifiers", "representatives", "sites")
        .filter(code__iexact=code)
        .first()
    )
    return None if operator is None else told(operator)


def told(operator: Operator) -> Entry:
    """An operator as the public is told of it."""
    changes = tuple(operator.changes.all())
    # a city only: where a person trades, a person lives
    place = operator.city if operator.natural else _place(operator)
    verified = operator.verified_at
    return Entry(
        operator,
        changes,
        operator.attestations.filter(revoked_at=None).first(),
        place,
        clocks.day_of(verified) if verified else None,
    )


def _place(operator: Operator) -> str:
    if operator.city and not operator.address.startswith(operator.city):
        return f"{operator.city} {operator.address}".strip()
    return operator.address


def attestation_named(reference: str) -> Attestation | None:
    """A certificate by its number, spelt in any way that a reference may be; None where there is
    none.
    """
    try:
        found = check(reference)
    except Refusal:
        return None
    if found.kind != "REG":
        return None
    one = Attestation.objects.select_related("operator").filter(pk=found.serial).first()
    return one if one is not None and one.issued_at.year == found.year else None


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether a genuine certificate still holds: `valid`, `expired`, `revoked`, `suspended` (the
    firm may not trade at present) or `unknown` (this register never issued it).
    """

    state: str
    since: datetime | None = None
    reason: str = ""


def holds(claims: Claims, *, on: date) -> Holds:
    """Whether what a certificate says still holds, by the register as it is now."""
    one = attestation_named(claims.reference)
    if one is None or one.operator.code != claims.code:
        return Holds("unknown")
    if one.revoked_at is not None:
        return Holds("revoked", one.revoked_at, one.revoked_for)
    if one.operator.standing != Standing.ACTIVE:
        last = one.operator.changes.last()
        return Holds("suspended", last.since if last else None, last.reason if last else "")
    if one.valid_until < on:
        return Holds("expired")
    return Holds("valid")
