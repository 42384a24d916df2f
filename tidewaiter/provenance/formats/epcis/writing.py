"""Write trace events as EPCIS 2.0 documents."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def event_out(
    content: Mapping[str, Any], *, event_id: str, recorded_at: datetime
) -> dict[str, Any]:
    """An event as it came, with its identifier and when it was recorded here."""
    return {**content, "eventID": event_id, "recordTime": _told(recorded_at)}


def query_document(
    events: Iterable[Mapping[str, Any]], *, name: str, at: datetime
) -> dict[str, Any]:
    """The answer to a query: the events that it found."""
    return {
        "@context": [CONTEXT],
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": _told(at),
        "epcisBody": {
            "queryResults": {"queryName": name, "resultsBody": {"eventList": list(events)}}
        },
    }


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
