"""A demonstration: the harbour's firms get keys, officers and one merchant can sign in."""

import json
import os
from datetime import datetime
from pathlib import Path

from harbour.keys import Keys, load_or_create
from harbour.register import FIRMS, Role, having
from tidewaiter.base.identity.actors import Actor, system_actor
from tidewaiter.base.identity.commands import (
    issue_client_key,
    register_organisation,
    register_person,
)
from tidewaiter.base.identity.models import Organisation, OrganisationKind, Person
from tidewaiter.base.identity.permissions import CLIENT_SCOPES
from tidewaiter.base.identity.roles import PARTY_ROLES
from tidewaiter.registry.commands.operators import bind_certificate, register_operator
from tidewaiter.registry.models import Operator
from tidewaiter.surfaces.kit.demo_accounts import ACCOUNTS

CUSTOMS = "CNGACC"


_KINDS = {
    "platform": OrganisationKind.PLATFORM,
    "merchant": OrganisationKind.MERCHANT,
    "payment": OrganisationKind.PAYMENT,
    "carrier": OrganisationKind.CARRIER,
    "agent": OrganisationKind.DECLARANT,
}


def prepare_demo(home: Path, *, at: datetime) -> tuple[Keys, dict[str, str]]:
    """Register the harbour's firms and officers where they are not yet; return signing keys and
    tokens.

    The tokens lie in ``home/demo/tokens.json``, readable by the owner only, so that a second run
    can send with the same keys.
    """
    by = system_actor("demo")
    folder = home / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    keys = load_or_create(folder / "keys")
    file = folder / "tokens.json"
    tokens = json.loads(file.read_text()) if file.exists() else {}
    known = set(Operator.objects.values_list("code", flat=True))
    for firm in FIRMS:
        if firm.code in known and firm.code in tokens:
            continue
        if firm.code in known:
            organisation = Organisation.objects.get(code=firm.code)
        else:
            organisation = _firm(firm, keys, by, at)
        tokens[firm.code] = issue_client_key(
            organisation=organisation, label="Harbour", scopes=sorted(CLIENT_SCOPES), by=by, at=at
        ).token
    _people(by, at)
    fresh = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fresh, "w") as target:
        json.dump(tokens, target, indent=1)
    return keys, tokens


def _firm(firm: object, keys: Keys, by: Actor, at: datetime) -> Organisation:
    roles = [role.value for role in firm.roles]
    kind = next((_KINDS[role] for role in roles if role in _KINDS), OrganisationKind.OTHER)
    organisation = register_organisation(code=firm.code, name=firm.name, kind=kind, by=by, at=at)
    operator = register_operator(
        organisation=organisation,
        code=firm.code,
        name=firm.name,
        roles=roles,
        registered_on=firm.registered_on,
        first_parcel_on=firm.registered_on,
        verifies_identity="merchant" in roles,
        address=firm.address,
        phone=firm.phone,
        website=firm.website,
        by=by,
        at=at,
    )
    if firm.code in keys.certificates:
        bind_certificate(operator, keys.certificates[firm.code], by=by, at=at)
    return organisation


def _people(by: Actor, at: datetime) -> None:
    customs = Organisation.objects.filter(code=CUSTOMS).first() or register_organisation(
        code=CUSTOMS,
        name="海关总署 (demo)",
        kind=OrganisationKind.AUTHORITY,
        by=by,
        at=at,
    )
    merchant = Organisation.objects.get(code=having(Role.MERCHANT)[0].code)
    known = set(Person.objects.values_list("email", flat=True))
    for account in ACCOUNTS:
        if account.email not in known:
            register_person(
                email=account.email,
                name=account.name,
                organisation=merchant if account.role in PARTY_ROLES else customs,
                roles=[account.role],
                password=account.password,
                by=by,
                at=at,
            )
