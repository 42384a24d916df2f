"""Take over lists of laboratories and facilities from the shell, and say which are kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.flows.load_facilities import load_facilities
from tidewaiter.provenance.commands.laboratories import load_laboratories
from tidewaiter.provenance.formats.laboratories import read_laboratories
from tidewaiter.provenance.queries.reports import laboratories
from tidewaiter.provenance.rules.laboratories import broken_list


def load(path: Path) -> dict[str, object]:
    """Take over one list; a file that is none is refused with its place, and nothing is kept."""
    try:
        given = read_laboratories(path.read_bytes())
    except (OSError, ValueError) as error:
        raise broken_list(str(path), str(error)) from None
    by, at = system_actor("shell"), datetime.now(UTC)
    return {"list": str(path), "dated": given.dated, **load_laboratories(given, by=by, at=at)}


def load_places(path: Path) -> list[dict[str, object]]:
    """Take over a register of facilities: the lines that were refused, and how many were taken."""
    by, at = system_actor("shell"), datetime.now(UTC)
    try:
        found = list(load_facilities(path.read_bytes(), by=by, at=at))
    except (OSError, ValueError) as error:
        raise broken_list(str(path), str(error)) from None
    refused = [one.render() for one in found if one is not None]
    return [*refused, {"taken": len(found) - len(refused), "refused": len(refused)}]


def kept() -> Iterator[dict[str, object]]:
    """All laboratories that are kept."""
    for one in laboratories():
        yield {
            "code": one.code,
            "name": one.name,
            "accreditor": one.accreditor,
            "number": one.number,
            "mark": one.mark,
            "until": one.valid_to,
            "standards": len(one.scope),
        }
