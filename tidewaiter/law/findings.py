"""What is wrong with a law pack, where, and what to do about it."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the pack from being used; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a reader of the pack should look at."""

    path: str
    line: int
    code: str
    message: str
    severity: Severity = Severity.ERROR
    subject: str = ""

    def __str__(self) -> str:
        """The finding as a compiler would print it."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message} [{self.code}]"

    def as_json(self) -> dict[str, str | int]:
        """The finding as a dictionary for machines."""
        return asdict(self)


class PackError(Exception):
    """A law pack cannot be used; `findings` says why, each with its file and line."""

    def __init__(self, pack: str, findings: tuple[Finding, ...]) -> None:
        self.pack = pack
        self.findings = findings
        listing = "\n".join(f"  {finding}" for finding in findings)
        count = len(findings)
        things = "one thing needs" if count == 1 else f"{count} things need"
        super().__init__(f'The law pack "{pack}" cannot be used: {things} attention.\n{listing}')
