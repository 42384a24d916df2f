"""Ask the registers of others about a firm: trade register, VAT, LEI.

A register answers what it knows of a number. One that does not answer raises `Silent`, and what it
would have said is then unknown: nobody is refused because somebody else's server is down.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol


class Silent(Exception):
    """The register does not answer, or not in a form that can be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a register says of a number: the name, whether it is active, until when."""

    name: str
    active: bool
    address: str = ""
    until: date | None = None


class Register(Protocol):
    """A register that knows numbers of one scheme."""

    name: str

    def look_up(self, value: str) -> Entry | None:
        """The entry of a number; None where the register knows of none. Raises Silent."""
        ...


class FileRegister:
    """A register kept as a file of JSON lines: value, name, active, and perhaps address, until."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path

    def look_up(self, value: str) -> Entry | None:
        """The entry of a number."""
        try:
            with self._path.open(encoding="utf-8") as lines:
                for line in lines:
                    if line.strip() and (found := json.loads(line)).get("value") == value:
                        until = found.get("until")
                        return Entry(
                            str(found["name"]),
                            bool(found.get("active", True)),
                            str(found.get("address", "")),
                            date.fromisoformat(until) if until else None,
                        )
        except (OSError, ValueError, KeyError, AttributeError) as trouble:
            raise Silent(type(trouble).__name__) from trouble
        return None


class DownRegister:
    """A register that never answers, for rehearsals and tests."""

    name = "down"

    def look_up(self, value: str) -> Entry | None:
        """Does not answer."""
        raise Silent("down")


def configured(setting: str) -> Mapping[str, Register]:
    """The registers by scheme that a setting such as "uscc=/srv/uscc.jsonl,lei=down" names."""
    found: dict[str, Register] = {}
    for part in filter(None, (one.strip() for one in setting.split(","))):
        scheme, _, place = part.partition("=")
        found[scheme.strip()] = DownRegister() if place == "down" else FileRegister(Path(place))
    return found
