"""What an applicant says of itself, in one frozen form; nothing in it was looked up or believed."""

from datetime import date
from decimal import Decimal

import msgspec


class Numbered(msgspec.Struct, frozen=True):
    """A number of the applicant."""

    scheme: str
    value: str


class Owned(msgspec.Struct, frozen=True):
    """An owner: a person with what tells them apart, or a firm."""

    name: str
    person: bool = True
    share: Decimal | None = None
    control: str = "shares"
    of: str = ""
    born: date | None = None
    nationality: str = ""
    number: str = ""


class Permitted(msgspec.Struct, frozen=True):
    """A licence."""

    sort: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None = None
    scope: str = ""
    chapters: tuple[str, ...] = ()


class Placed(msgspec.Struct, frozen=True):
    """A site."""

    sort: str
    country: str
    city: str
    address: str = ""


class Reached(msgspec.Struct, frozen=True):
    """A way to reach the applicant, and for what."""

    purpose: str
    sort: str
    value: str


class Acting(msgspec.Struct, frozen=True):
    """Who answers in the country for a merchant from abroad."""

    name: str
    code: str
    valid_until: date | None = None


class Compared(msgspec.Struct, frozen=True):
    """An account after it was compared: no number, no holder, only what came of it."""

    country: str
    match: str
    index: str
    bank: str = ""


class Dossier(msgspec.Struct, frozen=True):
    """Everything that an application says; empty where nothing was said yet."""

    name: str = ""
    natural: bool = False
    country: str = "CN"
    city: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    identifiers: tuple[Numbered, ...] = ()
    owners: tuple[Owned, ...] = ()
    why_no_owner: str = ""
    licences: tuple[Permitted, ...] = ()
    sites: tuple[Placed, ...] = ()
    accounts: tuple[Compared, ...] = ()
    contacts: tuple[Reached, ...] = ()
    representative: Acting | None = None
    earlier_shops: str = ""
    certified: bool = False


class Banked(msgspec.Struct, frozen=True):
    """An account as the applicant gives it; it is compared at once and then forgotten."""

    number: str
    holder: str
    bank: str = ""


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An application as it comes in: the dossier, what is applied for, and the account."""

    roles: tuple[str, ...] = ()
    facts: dict[str, str | list[str]] = {}
    goods: tuple[str, ...] = ()
    code: str = ""
    dossier: Dossier = Dossier()
    account: Banked | None = None


_encode = msgspec.json.Encoder(decimal_format="string").encode
_decode = msgspec.json.Decoder(Dossier).decode


def packed(dossier: Dossier) -> bytes:
    """A dossier as bytes, ready to be sealed."""
    return _encode(dossier)


def unpacked(raw: bytes) -> Dossier:
    """A dossier out of its bytes."""
    return _decode(raw)
