"""What of an order's consignee is compared, before it is blinded: one normal text a field.

The fields stand in a fixed order; each becomes a token of eight bytes, and zeros stand for a field
that the order does not have. Tokens of one field agree where the normal texts do, and tell nothing
else: linking needs no clear text of a person.
"""

from collections.abc import Callable
from struct import Struct

from tidewaiter.engine.linking.addresses import parse_address
from tidewaiter.engine.linking.names import person_name, phone_tail

ADDRESS_FIELDS = (
    "postcode", "area", "district", "street", "heard_street", "building", "door", "heard_door",
    "lot",
)  # fmt: skip
"""The fields of an address. A number never stands alone: a house goes with its street, a room with
both (door) or with the area (lot), so that whoever counts equal tokens learns no number by its
frequency.
"""
FIELDS = (*ADDRESS_FIELDS, "name", "heard", "phone")
"""All fields of an order's consignee, in the order in which their tokens stand."""
WIDTH = 8
"""Bytes of a token: among a thousand million values two meet by chance with odds of 1 in 37."""
NOTHING = bytes(WIDTH)


def normal_forms(name: str, phone: str, address: str) -> tuple[str, ...]:
    """The normal text of each field; an empty one where there is none."""
    return (*address_forms(address), *person_name(name), phone_tail(phone))


def address_forms(text: str) -> tuple[str, ...]:
    """The normal text of each field of an address."""
    found = parse_address(text)
    area, district, street, house, unit = found[1], found[2], found[3], found[5], found[6]
    number = f"{house}/{unit}"
    return (
        found.postcode,
        area,
        f"{area}/{district}" if district else "",
        f"{area}/{street}" if street else "",
        f"{area}/{found.street_sound}" if street else "",
        f"{street}/{house}" if street and house else "",
        f"{street}/{number}" if street and house else "",
        f"{found.street_sound}/{number}" if street and house else "",
        f"{area}/{number}" if area and house and unit else "",
    )


def packed(forms: tuple[str, ...], token: Callable[[str, str], bytes]) -> bytes:
    """The tokens of normal forms, one after another; `token` blinds the text of a field."""
    return b"".join(
        token(field, text) if text else NOTHING for field, text in zip(FIELDS, forms, strict=True)
    )


def unpacked(tokens: bytes) -> tuple[int | None, ...]:
    """The tokens of an order as 64-bit numbers, one a field, None where there is none.

    An order that was stored before there were tokens has none at all.
    """
    if len(tokens) != _ALL.size:
        return (None,) * len(FIELDS)
    return tuple(number or None for number in _ALL.unpack(tokens))


_ALL = Struct(f">{len(FIELDS)}q")
