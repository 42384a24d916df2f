"""Who appears in the tests: the harbour's firms, officers, and a stranger."""

from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives import hashes

from harbour.keys import Keys, create
from harbour.register import FIRMS, having
from tidewaiter.base.identity.actors import Actor, ActorKind, system_actor
from tidewaiter.base.identity.models import Organisation, OrganisationKind
from tidewaiter.base.identity.permissions import CLIENT_SCOPES
from tidewaiter.base.identity.roles import permissions_of
from tidewaiter.registry.models import Certificate, Operator

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
"""Noon at the office, on the day on which the tests' parcels arrive."""

CLERK = system_actor("tests")


def officer(*roles: str) -> Actor:
    """A person at the desk with these roles."""
    held = frozenset(roles)
    return Actor(
        ActorKind.PERSON,
        id="17",
        label="customs:17",
        name="Lin Officer",
        roles=held,
        permissions=permissions_of(held),
    )


OFFICER = officer("officer")
SENIOR = officer("senior_officer")
ANALYST = officer("analyst")
STRANGER = Actor(
    ActorKind.CLIENT,
    id="99",
    label="key:stranger",
    organisation_code="91990000T0000000X0",
    roles=frozenset(),
    permissions=CLIENT_SCOPES,
)
"""A machine of a firm that has nothing to do with anybody's parcels."""


def machine_of(operator: Operator) -> Actor:
    """The machine client of a firm."""
    return Actor(
        ActorKind.CLIENT,
        id="1",
        label=f"key:{operator.code[-8:]}",
        organisation_code=operator.organisation.code,
        roles=frozenset(),
        permissions=CLIENT_SCOPES,
    )


WAREHOUSE = "91990000TWAREHOUSE"
"""A supervised site; the harbour has none."""


@cache
def signing_keys() -> Keys:
    """Keys of the firms that sign, made once for a run of the tests."""
    keys = Keys()
    for role in ("agent", "platform"):
        for firm in having(role)[:5]:
            keys.private[firm.code], keys.certificates[firm.code] = create(firm.code)
    keys.private[WAREHOUSE], keys.certificates[WAREHOUSE] = create(WAREHOUSE, name="潮港")
    return keys


def everybody() -> dict[str, Operator]:
    """Register the harbour's firms and a supervised site, with their certificates."""
    firms = {
        firm.code: (firm.name, sorted(role.value for role in firm.roles), firm.registered_on)
        for firm in FIRMS
    }
    firms[WAREHOUSE] = ("潮港监管作业场所", ["warehouse"], FIRMS[0].registered_on)
    contacts = {one.code: (one.address, one.phone, one.website) for one in FIRMS}
    organisations = Organisation.objects.bulk_create(
        Organisation(code=code, name=name, kind=OrganisationKind.OTHER)
        for code, (name, _, _) in firms.items()
    )
    operators = Operator.objects.bulk_create(
        Operator(
            code=organisation.code,
            name=organisation.name,
            roles=firms[organisation.code][1],
            registered_on=firms[organisation.code][2],
            first_parcel_on=firms[organisation.code][2],
            verifies_identity="merchant" in firms[organisation.code][1],
            organisation=organisation,
            **dict(
                zip(
                    ("address", "phone", "website"),
                    contacts.get(organisation.code, ("", "", "")),
                    strict=True,
                )
            ),
        )
        for organisation in organisations
    )
    found = {operator.code: operator for operator in operators}
    Certificate.objects.bulk_create(
        Certificate(
            operator=found[code],
            fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
        )
        for code, certificate in signing_keys().certificates.items()
    )
    return found
