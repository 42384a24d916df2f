"""The files of a law pack, read and held against their forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from tidewaiter.law import amendments
from tidewaiter.law.findings import Finding, Severity
from tidewaiter.law.located import Located, Place, read_csv, read_yaml
from tidewaiter.law.schema.clocks import CalendarEntry, TimerEntry
from tidewaiter.law.schema.duties import CompetenceEntry, InstitutionEntry, ObligationEntry
from tidewaiter.law.schema.entries import PackEntry, ReferenceEntry
from tidewaiter.law.schema.file import File, TariffFile
from tidewaiter.law.schema.fit import fit
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
from tidewaiter.law.tables import TableFile

PACKS = Path(__file__).parent / "packs"
TESTS = "tests"
FILES_KEPT = 512  # of all packs together; their entries are shared, not copied
SUFFIXES = (".yaml", ".csv")
SECTIONS = tuple(name for name in File.model_fields if name != "pack")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry stands: its file and the place inside it."""

    located: Located
    place: Place

    def finding(self, code: str, message: str, *, subject: str = "", at: Place = ()) -> Finding:
        """A finding about the entry, or about a place inside the entry."""
        line = self.located.line((*self.place, *at))
        return Finding(self.located.path, line, code, message, subject=subject)

    def warning(self, code: str, message: str, *, subject: str = "", at: Place = ()) -> Finding:
        """A finding that does not keep the pack from being used."""
        found = self.finding(code, message, subject=subject, at=at)
        return replace(found, severity=Severity.WARNING)


@dataclass
class Sources:
    """Everything that the files of one pack say, each entry with its spot."""

    pack: str
    version: str = ""
    header: PackEntry | None = None
    references: list[tuple[ReferenceEntry, Spot]] = field(default_factory=list)
    values: list[tuple[ValueEntry, Spot]] = field(default_factory=list)
    measures: list[tuple[MeasureEntry, Spot]] = field(default_factory=list)
    vat: list[tuple[ClassEntry, Spot]] = field(default_factory=list)
    consumption: list[tuple[ClassEntry, Spot]] = field(default_factory=list)
    signing: list[tuple[SigningEntry, Spot]] = field(default_factory=list)
    lists: list[tuple[CodeListEntry, Spot]] = field(default_factory=list)
    facts: list[tuple[FactEntry, Spot]] = field(default_factory=list)
    business_models: list[tuple[BusinessModelEntry, Spot]] = field(default_factory=list)
    product_groups: list[tuple[ProductGroupEntry, Spot]] = field(default_factory=list)
    institutions: list[tuple[InstitutionEntry, Spot]] = field(default_factory=list)
    competences: list[tuple[CompetenceEntry, Spot]] = field(default_factory=list)
    obligations: list[tuple[ObligationEntry, Spot]] = field(default_factory=list)
    violations: list[tuple[ViolationEntry, Spot]] = field(default_factory=list)
    penalties: list[tuple[PenaltyEntry, Spot]] = field(default_factory=list)
    factors: list[tuple[FactorEntry, Spot]] = field(default_factory=list)
    methods: list[tuple[MethodEntry, Spot]] = field(default_factory=list)
    publicity: list[tuple[PublicityEntry, Spot]] = field(default_factory=list)
    timers: list[tuple[TimerEntry, Spot]] = field(default_factory=list)
    calendars: list[tuple[CalendarEntry, Spot]] = field(default_factory=list)
    tariff: list[tuple[TariffEntry, Spot]] = field(default_factory=list)
    tables: list[tuple[TableFile, Spot]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def packs(root: Path = PACKS) -> tuple[str, ...]:
    """The names of the packs in a folder."""
    return tuple(sorted(path.parent.name for path in root.glob("*/pack.yaml")))


def read(pack: str, root: Path = PACKS) -> Sources:
    """Read all files of a pack as they hold now; what does not fit is among the findings."""
    return read_files(pack, files(pack, root), root)


def files(pack: str, root: Path = PACKS) -> dict[str, bytes]:
    """The files of a pack by their names inside it; amendments lie over those that are shipped."""
    if root is not PACKS:
        return shipped(pack, root)
    return shipped(pack) | amendments.files(pack, amendments.digest_in_force(pack))


def shipped(pack: str, root: Path = PACKS) -> dict[str, bytes]:
    """The files of a pack as they come with the product."""
    return {
        path.relative_to(root / pack).as_posix(): path.read_bytes()
        for path in (root / pack).rglob("*")
        if path.suffix in SUFFIXES
    }


def read_files(pack: str, held: Mapping[str, bytes], root: Path = PACKS) -> Sources:
    """Read a pack from files at hand, by their names inside it."""
    sources, digest = Sources(pack), sha256()
    for inner in sorted(held, key=lambda each: PurePosixPath(each).parts):
        name, raw = f"{pack}/{inner}", held[inner]
        digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            sources.findings.append(Finding(name, line, "encoding", "The file is not UTF-8."))
            continue
        _take(sources, name, text)
    if any(calendar.holidays for calendar, _ in sources.calendars):
        digest.update(f"holidays {version('holidays')}".encode())  # its lists are law here, too
    sources.version = digest.hexdigest()
    if sources.header is None and not sources.findings:
        name = f"{pack}/pack.yaml"
        message = f'There is no law pack "{pack}"; known are: {", ".join(packs(root)) or "none"}.'
        sources.findings.append(Finding(name, 1, "absent", message))
    return sources


def _take(sources: Sources, name: str, text: str) -> None:
    located, fitted = _fitted(name, text)
    match fitted:
        case TariffFile():
            for i, line in enumerate(fitted.lines):
                sources.tariff.append((line, Spot(located, ("lines", i))))
        case TableFile():
            sources.tables.append((fitted, Spot(located, ())))
        case File():
            _keep(sources, fitted, located)
    sources.findings.extend(located.findings)


@lru_cache(maxsize=FILES_KEPT)
def _fitted(name: str, text: str) -> tuple[Located, TariffFile | TableFile | File | None]:
    """A file held against its form; a proposal differs from what holds in a file or two."""
    if name.endswith(".csv"):
        located = read_csv(name, text)
        return located, fit(located, TariffFile)
    located = read_yaml(name, text)
    if name.split("/")[1] == TESTS:
        return located, fit(located, TableFile)
    return located, fit(located, File)


def _keep(sources: Sources, file: File, located: Located) -> None:
    sources.header = file.pack or sources.header
    for section in SECTIONS:
        for number, entry in enumerate(getattr(file, section)):
            getattr(sources, section).append((entry, Spot(located, (section, number))))
