"""What of a seller is compared. Firms are not persons: the fields are clear texts."""

from typing import NamedTuple

from tidewaiter.engine.linking.addresses import parse_address
from tidewaiter.engine.linking.names import firm_name, host, phone_tail


class SellerForms(NamedTuple):
    """The normal texts of a seller; None where it gives none."""

    own: str | None
    trade: str | None
    head: str | None
    """How its own name begins: sellers that differ from there on are compared."""
    phone: str | None
    host: str | None
    door: str | None
    building: str | None


def seller_forms(
    name: str, *, address: str = "", phone: str = "", website: str = "", country: str = "CN"
) -> SellerForms:
    """The normal texts of a seller's name, address, telephone and web address."""
    told = firm_name(name)
    place = parse_address(address, country) if address else None
    building = f"{place.street}/{place.house}" if place and place.street and place.house else ""
    found = (
        told.own,
        told.trade,
        told.own[:4],
        phone_tail(phone),
        host(website),
        f"{place.area}/{building}/{place.unit}" if place and building else "",
        f"{place.area}/{building}" if place and building else "",
    )
    return SellerForms(*(text or None for text in found))
