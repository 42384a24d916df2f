"""Products of the simulated harbour: one whose way is told from both sides, one that contradicts
itself, one of which nobody has told anything.
"""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from harbour.market import assortment
from harbour.parcels import Offer
from harbour.register import Role, having
from tidewaiter.base.identity.actors import system_actor
from tidewaiter.flows.capture_events import capture_events
from tidewaiter.flows.receive_message import law_on
from tidewaiter.provenance.commands.products import register_facility, register_product
from tidewaiter.provenance.formats.identifiers import HOME, gtin, link_of
from tidewaiter.provenance.models import Product
from tidewaiter.provenance.rules.products import Particulars, Site
from tidewaiter.registry.models import Operator

WORKS, PORT, SHOP = "4012345000016", "4012345000023", "4012345000030"
_PLACES = (
    (WORKS, "Osaka works", "116", "34.69", "135.50"),
    (PORT, "Shanghai bonded warehouse", "142", "31.23", "121.47"),
    (SHOP, "Hangzhou distribution", "142", "30.27", "120.16"),
)


def stock_shelves(*, at: datetime) -> None:
    """Register three products of the first merchant with what is told of them, once."""
    merchant = Operator.objects.get(code=having(Role.MERCHANT)[0].code)
    carrier = Operator.objects.get(code=having(Role.CARRIER)[0].code)
    told, wrong, silent = assortment()[merchant.code][:3]
    if Product.objects.filter(gtin=gtin(told.barcode)).exists():
        return
    countries = law_on(at).codes("country")
    by = system_actor("demo")
    for number, name, country, latitude, longitude in _PLACES:
        site = Site(gln=number, name=name, country=country, latitude=Decimal(latitude),
                    longitude=Decimal(longitude))  # fmt: skip
        register_facility(site, operator=None, countries=countries, by=by, at=at)
    for one in (told, wrong, silent):
        product = Particulars(
            gtin=one.barcode, name=one.name, brand=one.name.split()[0], model=one.good.sku,
            hs_code=one.good.hs, origin=one.country,
        )  # fmt: skip
        register_product(
            product, operator=merchant, countries=countries, batches=[("L1", None)], by=by, at=at
        )
    made = at - timedelta(days=20)
    _capture(merchant, at, [
        _event(told, "commissioning", WORKS, made, action="ADD"),
        _event(told, "shipping", WORKS, made + timedelta(days=1), paper="1"),
        _event(told, "receiving", SHOP, made + timedelta(days=7), paper="2"),
        _event(wrong, "commissioning", WORKS, made, action="ADD"),
        _event(wrong, "shipping", WORKS, made + timedelta(days=1), paper="3"),
        _event(wrong, "retail_selling", SHOP, made + timedelta(days=9), number=640),
    ])  # fmt: skip
    _capture(carrier, at, [
        _event(told, "receiving", PORT, made + timedelta(days=4), paper="1"),
        _event(told, "shipping", PORT, made + timedelta(days=5), paper="2"),
        _event(wrong, "receiving", PORT, made + timedelta(days=1, minutes=25), paper="3"),
    ])  # fmt: skip


def _event(
    offer: Offer, step: str, place: str, when: datetime, *, action: str = "OBSERVE",
    number: int = 500, paper: str = "",
) -> dict[str, Any]:  # fmt: skip
    papers = [{"type": "desadv", "bizTransaction": f"urn:harbour:note:{paper}"}] if paper else []
    return {
        "type": "ObjectEvent",
        "eventTime": when.isoformat(),
        "eventTimeZoneOffset": "+08:00",
        "action": action,
        "bizStep": step,
        "readPoint": {"id": f"{HOME}/414/{place}"},
        "quantityList": [
            {"epcClass": link_of(gtin(offer.barcode) or "", batch="L1"), "quantity": number}
        ],
        "bizTransactionList": papers,
    }


def _capture(operator: Operator, at: datetime, events: list[dict[str, Any]]) -> None:
    document = {"type": "EPCISDocument", "schemaVersion": "2.0", "epcisBody": {"eventList": events}}
    raw = json.dumps(document).encode()
    capture_events(raw, operator=operator, by=system_actor("demo"), at=at)
