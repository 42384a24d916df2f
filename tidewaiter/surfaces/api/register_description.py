"""What the OpenAPI document says about the public register: bodies and answers."""

from typing import Any

import msgspec


class RegisterLimits(msgspec.Struct):
    """The limits of a conditional admission: CNY a parcel, parcels a day, chapters (empty: all)."""

    most_value: str | None
    most_parcels: int | None
    chapters: list[str]


class RegisterChange(msgspec.Struct):
    """A change of standing: since when, why (a code of the closed list), in which proceeding."""

    standing: str
    since: str
    reason: str
    proceeding: str


class RegisterLicence(msgspec.Struct):
    """A licence with its scope and validity."""

    sort: str
    number: str
    issuer: str
    scope: str
    chapters: list[str]
    valid_from: str
    valid_until: str | None


class RegisterFirm(msgspec.Struct):
    """A firm in a list."""

    code: str
    name: str
    roles: list[str]
    standing: str
    country: str
    city: str
    natural: bool
    registered_on: str


class RegisterEntry(RegisterFirm):
    """A firm in full; of a person who trades the place is the city."""

    place: str
    verified_on: str | None
    limits: RegisterLimits
    identifiers: list[dict[str, str]]
    licences: list[RegisterLicence]
    changes: list[RegisterChange]
    certificate: str | None


class RegisterPage(msgspec.Struct):
    """Firms in the order of their names; `total` counts all that fit."""

    total: int
    page: int
    firms: list[RegisterFirm]


class CertificateAsked(msgspec.Struct):
    """The code of a certificate, or the address with the code in it."""

    code: str


class CertificateSaid(msgspec.Struct):
    """Whether it is genuine, whether it still holds (valid, expired, revoked, suspended, unknown),
    and what it says.
    """

    genuine: bool
    holds: str | None = None
    reason: str | None = None
    since: str | None = None
    claims: dict[str, Any] | None = None


_, REGISTER_SCHEMAS = msgspec.json.schema_components(
    [RegisterPage, RegisterEntry, CertificateAsked, CertificateSaid],
    ref_template="#/components/schemas/{name}",
)
"""The schemas of everything that is asked of the register, by name."""


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


PAGE, ENTRY, SAID = _ref("RegisterPage"), _ref("RegisterEntry"), _ref("CertificateSaid")
BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": _ref("CertificateAsked"),
            "examples": {"code": {"value": {"code": "eyJhbGciOiJFZERTQSJ9.e30.x"}}},
        }
    },
}
