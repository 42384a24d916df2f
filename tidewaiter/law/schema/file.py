"""The sections that a file of a pack may hold."""

from tidewaiter.law.schema.clocks import CalendarEntry, TimerEntry
from tidewaiter.law.schema.duties import CompetenceEntry, InstitutionEntry, ObligationEntry
from tidewaiter.law.schema.entries import Entry, PackEntry, ReferenceEntry
from tidewaiter.law.schema.sanctions import (
    FactorEntry,
    MethodEntry,
    PenaltyEntry,
    PublicityEntry,
    ViolationEntry,
)
from tidewaiter.law.schema.trade import BusinessModelEntry, FactEntry, ProductGroupEntry
from tidewaiter.law.schema.values import (
    ClassEntry,
    CodeListEntry,
    MeasureEntry,
    SigningEntry,
    TariffEntry,
    ValueEntry,
)


class File(Entry):
    """A file of a pack: any of its sections may be left out."""

    pack: PackEntry | None = None
    references: tuple[ReferenceEntry, ...] = ()
    values: tuple[ValueEntry, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()
    vat: tuple[ClassEntry, ...] = ()
    consumption: tuple[ClassEntry, ...] = ()
    signing: tuple[SigningEntry, ...] = ()
    lists: tuple[CodeListEntry, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    business_models: tuple[BusinessModelEntry, ...] = ()
    product_groups: tuple[ProductGroupEntry, ...] = ()
    institutions: tuple[InstitutionEntry, ...] = ()
    competences: tuple[CompetenceEntry, ...] = ()
    obligations: tuple[ObligationEntry, ...] = ()
    violations: tuple[ViolationEntry, ...] = ()
    penalties: tuple[PenaltyEntry, ...] = ()
    factors: tuple[FactorEntry, ...] = ()
    methods: tuple[MethodEntry, ...] = ()
    publicity: tuple[PublicityEntry, ...] = ()
    timers: tuple[TimerEntry, ...] = ()
    calendars: tuple[CalendarEntry, ...] = ()


class TariffFile(Entry):
    """A tariff table."""

    lines: tuple[TariffEntry, ...]
