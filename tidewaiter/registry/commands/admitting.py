"""What decisions bring about in the register: entry, limits, suspension, return, striking off."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.privacy.index import IndexKind, blind
from tidewaiter.base.privacy.vault import known_subject_keys, seal, seal_message
from tidewaiter.registry.commands.applying import dossier_of
from tidewaiter.registry.commands.attesting import attest, revoke_attestation
from tidewaiter.registry.commands.operators import register_operator, turn
from tidewaiter.registry.models import (
    Account,
    Application,
    Contact,
    Identifier,
    Licence,
    Operator,
    Owner,
    Proof,
    Representative,
    Site,
    Trait,
)
from tidewaiter.registry.rules.access import Limits, limits, ready_to_admit
from tidewaiter.registry.rules.dossier import Dossier
from tidewaiter.registry.rules.identifiers import checked
from tidewaiter.registry.sealing import owner_index, traits_of
from tidewaiter.registry.states import Standing

NO_LIMITS = Limits(None, None, ())


def admit_within_limits(
    docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """A firm is admitted as far as its limits go."""
    _admit(docket, limits(given), by=by, at=at)


def admit(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A firm is admitted, or its limits end."""
    _admit(docket, NO_LIMITS, by=by, at=at)


def refuse(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A firm is not admitted; one that was so within limits may trade no more."""
    found = _of(docket)
    found.running = False
    found.save(update_fields=["running"])
    if found.operator is not None and found.operator.standing in REGISTERED:
        _turn(found, "close", "other", by=by, at=at)
    record(verb="application.refused", thing=found, by=by, at=at, docket=docket.pk)


def suspend(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A firm may not trade for the time being; its parcels are held from the same second."""
    _turn(_of(docket), "suspend", str(given.get("why") or "not-verified"), by=by, at=at)


def lift(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A suspension is lifted: what was wrong is in order, and nothing is asked for any more."""
    found = _of(docket)
    ready_to_admit(revise=found.items.filter(standing="revise").count(), open_likenesses=0, same="")
    _enter(found, dossier_of(found), by=by, at=at)
    _return(docket, "reinstate", "in-order", by=by, at=at)


def reinstate(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A suspension ends after an appeal."""
    _return(docket, "reinstate", "appeal", by=by, at=at)


def restore(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A firm that was struck off is entered again after an appeal."""
    _return(docket, "restore", "appeal", by=by, at=at)


def free(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """The limits of a firm end after an appeal."""
    found = _of(docket)
    assert found.operator is not None
    _limit(found.operator, NO_LIMITS, by=by, at=at)
    _certify(docket, found.operator, by=by, at=at)


def reopen(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A refused application is reviewed anew after an appeal."""
    found = _of(docket)
    found.running = True
    found.save(update_fields=["running"])
    record(verb="application.reopened", thing=found, by=by, at=at, docket=docket.pk)


def strike_off(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A firm is struck off; whoever carries it on under another name is looked for from now."""
    _turn(_of(docket), "strike-off", str(given.get("why") or "other"), by=by, at=at)


def close(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A firm gives up trading."""
    _turn(_of(docket), "close", "own-wish", by=by, at=at)


def confirm(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """What was proved again is confirmed; a new certificate follows."""
    found = _of(docket)
    assert found.operator is not None
    ready_to_admit(revise=found.items.filter(standing="revise").count(), open_likenesses=0, same="")
    _enter(found, dossier_of(found), by=by, at=at)
    _certify(docket, found.operator, by=by, at=at)


REGISTERED = {Standing.ACTIVE, Standing.SUSPENDED}


def _admit(docket: Docket, wanted: Limits, *, by: Actor, at: datetime) -> None:
    found = _of(docket)
    same = found.likenesses.filter(finding="same").select_related("other").first()
    ready_to_admit(
        revise=found.items.filter(standing="revise").count(),
        open_likenesses=found.likenesses.filter(finding="open").count(),
        same=same.other.code if same else "",
    )
    operator = _enter(found, dossier_of(found), by=by, at=at)
    _limit(operator, wanted, by=by, at=at)
    _certify(docket, operator, by=by, at=at)


@transaction.atomic
def _enter(application: Application, said: Dossier, *, by: Actor, at: datetime) -> Operator:
    """Write what was applied for into the register; what stood there before is replaced."""
    operator = application.operator
    if operator is None:
        operator = register_operator(
            organisation=application.organisation,
            code=application.code,
            name=said.name[:100],
            roles=application.roles,
            registered_on=clocks.day_of(at),
            verifies_identity=False,
            natural=said.natural,
            country=said.country,
            city=said.city,
            # of a person who trades the street and the number stay sealed
            address="" if said.natural else said.address[:200],
            phone="" if said.natural else said.phone[:50],
            website=said.website,
            by=by,
            at=at,
        )
        application.operator = operator
        application.save(update_fields=["operator"])
    else:
        operator.name = said.name[:100] or operator.name
        operator.roles = sorted({*operator.roles, *application.roles})
        operator.natural, operator.country, operator.city = said.natural, said.country, said.city
        operator.save(update_fields=["name", "roles", "natural", "country", "city"])
        record(verb="operator.changed", thing=operator, by=by, at=at, docket=application.docket_id)
    operator.contact = said.email
    operator.verified_at = at
    operator.save(update_fields=["contact", "verified_at"])
    _details(operator, said)
    _proofs(application, operator, at=at)
    for sort, index in traits_of(application, said):
        Trait.objects.get_or_create(operator=operator, sort=sort, trait_ix=index)
    return operator


def _details(operator: Operator, said: Dossier) -> None:
    for model in (Identifier, Owner, Licence, Site, Account, Contact, Representative):
        model.objects.filter(operator=operator).delete()
    Identifier.objects.bulk_create(
        Identifier(operator=operator, scheme=one.scheme, value=checked(one.scheme, one.value))
        for one in said.identifiers
    )
    Owner.objects.bulk_create(_owners(operator, said))
    Licence.objects.bulk_create(
        Licence(
            operator=operator,
            sort=one.sort,
            number=one.number,
            issuer=one.issuer,
            scope=one.scope,
            chapters=list(one.chapters),
            valid_from=one.valid_from,
            valid_until=one.valid_until,
        )
        for one in said.licences
    )
    Site.objects.bulk_create(
        Site(
            operator=operator,
            sort=one.sort,
            country=one.country,
            city=one.city,
            address_sealed=_sealed(operator, "site", one.address) if one.address else None,
            address_ix=blind(IndexKind.ADDRESS, one.address),
        )
        for one in said.sites
    )
    Account.objects.bulk_create(
        Account(
            operator=operator,
            bank=one.bank,
            country=one.country,
            match=one.match,
            account_ix=UUID(one.index),
            matched_at=operator.verified_at,
        )
        for one in said.accounts
    )
    Contact.objects.bulk_create(
        Contact(
            operator=operator,
            purpose=one.purpose,
            sort=one.sort,
            value_sealed=_sealed(operator, "contact", one.value),
            value_ix=blind(IndexKind.PHONE if one.sort == "phone" else IndexKind.EMAIL, one.value),
        )
        for one in said.contacts
        if one.value
    )
    if said.representative is not None:
        Representative.objects.create(
            operator=operator,
            name=said.representative.name,
            code=said.representative.code,
            valid_until=said.representative.valid_until,
        )


def _owners(operator: Operator, said: Dossier) -> list[Owner]:
    indexes = {one: owner_index(one) for one in said.owners if one.person}
    keys = known_subject_keys([index for index in indexes.values() if index])
    found = []
    for one in said.owners:
        index = indexes.get(one)
        owner = Owner(
            operator=operator,
            sort="person" if one.person else "firm",
            firm="" if one.person else one.name,
            person_ix=index,
            holds=one.share,
            control=one.control,
            of=one.of,
        )
        if index is not None and index in keys:
            told = json.dumps(
                {
                    "name": one.name,
                    "born": one.born.isoformat() if one.born else "",
                    "nationality": one.nationality,
                    "number": one.number,
                },
                ensure_ascii=False,
            ).encode()
            owner.person_sealed = seal(keys[index], told, context=b"owner:%d" % operator.pk)
        found.append(owner)
    if said.why_no_owner:
        found.append(
            Owner(operator=operator, sort="none", control="other", why_none=said.why_no_owner)
        )
    return found


def _proofs(application: Application, operator: Operator, *, at: datetime) -> None:
    matched = set(
        application.checks.filter(name="register", result="passed").values_list("about", flat=True)
    )
    for item in application.items.exclude(standing="missing"):
        by_register = item.key in matched
        Proof.objects.update_or_create(
            operator=operator,
            field=item.key[:80],
            defaults={
                "by": "register" if by_register else "paper" if item.paper_id else "statement",
                "source": item.obligation,
                "paper": item.paper,
                "proved_at": at,
                "proved_until": item.valid_until,
            },
        )


def _limit(operator: Operator, wanted: Limits, *, by: Actor, at: datetime) -> None:
    operator.most_value, operator.most_parcels = wanted.most_value, wanted.most_parcels
    operator.chapters = list(wanted.chapters)
    operator.save(update_fields=["most_value", "most_parcels", "chapters"])
    record(
        verb="operator.limited", thing=operator, by=by, at=at,
        value=wanted.most_value, parcels=wanted.most_parcels, chapters=list(wanted.chapters),
    )  # fmt: skip


def _certify(docket: Docket, operator: Operator, *, by: Actor, at: datetime) -> None:
    """A certificate lasts until the firm is verified again, and has had the time to prove it."""
    running = docket.timers.filter(clock__in=["reverify", "conditional"], state="running")
    timer = running.order_by("-id").first()
    assert timer is not None and timer.due_at is not None
    until = clocks.run(clocks.HOUSE, "access-prove", start=timer.due_at, counted_in=docket.pack)
    assert until.due_on is not None
    attest(operator, valid_until=until.due_on, by=by, at=at)


def _return(docket: Docket, verb: str, reason: str, *, by: Actor, at: datetime) -> None:
    found = _of(docket)
    operator = _turn(found, verb, reason, by=by, at=at)
    if not found.running:
        found.running = True
        found.save(update_fields=["running"])
    _certify(docket, operator, by=by, at=at)


def _turn(application: Application, verb: str, reason: str, *, by: Actor, at: datetime) -> Operator:
    assert application.operator is not None
    operator = turn(
        application.operator, verb, reason=reason, docket=application.docket.reference,
        by=by, at=at,
    )  # fmt: skip
    if operator.standing != Standing.ACTIVE:
        revoke_attestation(operator, reason=reason, by=by, at=at)
    if operator.standing not in REGISTERED:
        application.running = False
        application.save(update_fields=["running"])
    return operator


def _of(docket: Docket) -> Application:
    return Application.objects.select_related("docket", "organisation", "operator").get(
        docket=docket
    )


def _sealed(operator: Operator, what: str, text: str) -> bytes:
    return seal_message(text.encode(), context=f"operator-{what}:{operator.pk}".encode())
