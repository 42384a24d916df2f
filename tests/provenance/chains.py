"""Chains as the tests need them: events of goods that are made, shipped, received and sold."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import CLERK
from tests.provenance.makers import MONDAY, TRAIN, a_facility
from tidewaiter.flows.capture_events import capture_events
from tidewaiter.provenance.formats.identifiers import HOME, gtin, link_of
from tidewaiter.provenance.models import Capture, Product
from tidewaiter.registry.models import Operator

MAKER, PORT, SHOP = "4012345000016", "4012345000023", "4012345000030"
"""In Osaka, in Shanghai, in Hangzhou."""
APRIL = datetime(2026, 4, 1, 2, tzinfo=UTC)
CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"ex": "https://ns.example.com/epcis/"},
]


def places() -> None:
    """Three facilities on the map."""
    for gln, name, country, latitude, longitude in (
        (MAKER, "Osaka works", "116", "34.69", "135.50"),
        (PORT, "Shanghai port", "142", "31.23", "121.47"),
        (SHOP, "Hangzhou shop", "142", "30.27", "120.16"),
    ):
        a_facility(gln, name=name, country=country, latitude=latitude, longitude=longitude)


def place(gln: str) -> dict[str, str]:
    """A place as an event names it."""
    return {"id": f"{HOME}/414/{gln}"}


def an_event(
    step: str, at_place: str, days: float = 0, *, batch: str = "B1", number: float = 100,
    action: str = "OBSERVE", item: str = TRAIN, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """An object event about a number of pieces of a batch."""
    moment = APRIL + timedelta(days=days)
    return {
        "type": "ObjectEvent",
        "eventTime": moment.isoformat(),
        "eventTimeZoneOffset": "+08:00",
        "action": action,
        "bizStep": step,
        "readPoint": place(at_place),
        "quantityList": [{"epcClass": link_of(gtin(item) or "", batch=batch), "quantity": number}],
        **more,
    }


def of_paper(number: str) -> dict[str, Any]:
    """The delivery note to which an event belongs."""
    return {"bizTransactionList": [{"type": "desadv", "bizTransaction": f"urn:tw:note:{number}"}]}


def a_document(*events: dict[str, Any]) -> bytes:
    """A document of these events."""
    return json.dumps(
        {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-05-01T00:00:00Z",
            "epcisBody": {"eventList": list(events)},
        }
    ).encode()


def told(
    *events: dict[str, Any], operator: Operator | None = None, at: datetime = MONDAY
) -> Capture:
    """These events, as somebody reports them."""
    return capture_events(a_document(*events), operator=operator, by=CLERK, at=at)


def whole_chain(maker: Operator, port: Operator, shop: Operator, *, at: datetime = MONDAY) -> None:
    """Made in Osaka, shipped to Shanghai and on to Hangzhou; both sides tell of each handover."""
    told(
        an_event("commissioning", MAKER, action="ADD"),
        an_event("shipping", MAKER, 1, **of_paper("1")),
        operator=maker,
        at=at,
    )
    told(
        an_event("receiving", PORT, 4, **of_paper("1")),
        an_event("shipping", PORT, 5, **of_paper("2")),
        operator=port,
        at=at,
    )
    told(an_event("receiving", SHOP, 6, **of_paper("2")), operator=shop, at=at)  # fmt: skip


def grade_now(product: Product) -> str:
    """The grade of a product now."""
    found = product.grades.filter(until=None).first()
    return found.grade if found else ""
