"""Lets organisations, people and machines in, and shows them out again."""

import base64
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from tidewaiter.base.audit import trail
from tidewaiter.base.identity import queries
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import (
    ClientKey,
    Invitation,
    Organisation,
    OrganisationKind,
    Person,
    scopes_for,
)
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.roles import PARTY_ROLES, ROLES
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text


class IssuedKey(NamedTuple):
    """A new key and its token, which nobody can read again."""

    key: ClientKey
    token: str


@transaction.atomic
def register_organisation(
    *, code: str, name: str, kind: OrganisationKind, by: Actor, at: datetime
) -> Organisation:
    """Let an organisation in, under the code that stands in its messages."""
    by.must(Permission.ORGANISATION_EDIT)
    _code_is_written_well(code)
    organisation, first = Organisation.objects.get_or_create(
        code=code, defaults={"name": name, "kind": OrganisationKind(kind)}
    )
    if not first:
        raise Refusal(
            "identity.organisation-known",
            Text(
                "There is already an organisation with the code {code}.",
                "代码为 {code} 的单位已存在。",
            ),
            values={"code": code},
            cure=Text("Use the one that exists.", "请使用已有的单位。"),
            kind=Kind.CONFLICT,
        )
    trail.record(
        verb="organisation.registered", thing=organisation, by=by, at=at, code=code, kind=kind
    )
    return organisation


@transaction.atomic
def register_person(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    roles: Iterable[str],
    password: str | None = None,
    language: str = "en",
    by: Actor,
    at: datetime,
) -> Person:
    """Let somebody in; without a password only by another way, such as single sign-on."""
    by.must(Permission.PERSON_EDIT)
    given = sorted(set(roles))
    _all_known(given, ROLES, code="identity.role", what=Text("role", "角色"))
    address = email.strip().lower()
    if Person.objects.filter(email=address).exists():
        raise Refusal(
            "identity.person-known",
            Text("Somebody with this address already has an account.", "使用该邮箱的账号已存在。"),
            cure=Text(
                "Change the roles of the existing account, or give another address.",
                "请修改已有账号的角色，或使用其他邮箱。",
            ),
            kind=Kind.CONFLICT,
        )
    person = Person(
        email=address,
        name=name,
        organisation=organisation,
        roles=given,
        language=language,
        created_at=at,
    )
    if password is not None:
        _strong_enough(password, person)
    person.set_password(password)
    person.save()
    trail.record(
        verb="person.registered",
        thing=person,
        by=by,
        at=at,
        organisation=organisation.code,
        roles=given,
    )
    return person


@transaction.atomic
def choose_password(person: Person, password: str, *, by: Actor, at: datetime) -> Person:
    """Give somebody the password that they chose anew; it ends all sessions under the old one."""
    by.must(Permission.PERSON_EDIT)
    found = Person.objects.select_for_update().get(pk=person.pk)
    _strong_enough(password, found)
    found.set_password(password)
    found.save(update_fields=["password"])
    trail.record(verb="person.password-chosen", thing=found, by=by, at=at)
    return found


@transaction.atomic
def deactivate_person(person: Person, *, by: Actor, at: datetime) -> None:
    """Close somebody's account; what they did stays."""
    by.must(Permission.PERSON_EDIT)
    closed = Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False)
    person.is_active = False
    if closed:
        trail.record(verb="person.deactivated", thing=person, by=by, at=at)


@transaction.atomic
def sign_up(
    *,
    code: str,
    name: str,
    kind: OrganisationKind,
    email: str,
    person: str,
    password: str,
    language: str,
    by: Actor,
    at: datetime,
) -> Person:
    """Let an organisation in with its first person, who owns it; both or neither."""
    kinds = {one.value for one in OrganisationKind} - {OrganisationKind.AUTHORITY.value}
    _all_known([kind], kinds, code="identity.kind", what=Text("kind", "类型"))
    organisation = register_organisation(code=code, name=name, kind=kind, by=by, at=at)
    return register_person(
        email=email, name=person, organisation=organisation, roles=[PARTY_ROLES[0]],
        password=password, language=language, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: str, by: Actor, at: datetime
) -> Invitation:
    """Ask somebody into one's own organisation; an open invitation is replaced."""
    _keeps(organisation, by)
    _all_known([role], PARTY_ROLES, code="identity.role", what=Text("role", "角色"))
    address = email.strip().lower()
    here = Person.objects.filter(email=address, organisation=organisation, is_active=True)
    if here.exists():
        raise Refusal(
            "identity.colleague-known",
            Text("This person is in your organisation already.", "该人员已在本单位。"),
            cure=Text("Change what they may do instead.", "请改为修改其权限。"),
            kind=Kind.CONFLICT,
        )
    open_ = Invitation.objects.filter(organisation=organisation, taken_up_at=None)
    open_.filter(email=address, withdrawn_at=None).update(withdrawn_at=at)
    made = Invitation.objects.create(
        organisation=organisation, email=address, role=role, invited_by=by.id, invited_at=at
    )
    trail.record(
        verb="person.invited", thing=made, by=by, at=at, organisation=organisation.code, role=role
    )
    return made


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Make the link of an invitation worthless."""
    _keeps(invitation.organisation, by)
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.open:
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])
        trail.record(verb="invitation.withdrawn", thing=found, by=by, at=at)


@transaction.atomic
def take_up_invitation(
    invitation: Invitation, *, name: str, password: str, language: str, by: Actor, at: datetime
) -> Person:
    """Come in by an invitation that is still open."""
    found = Invitation.objects.select_for_update().select_related("organisation").get(
        pk=invitation.pk
    )  # fmt: skip
    if not found.open:
        raise Refusal(
            "identity.invitation-over",
            Text("This invitation is no longer open.", "该邀请已失效。"),
            cure=Text(
                "Sign in if you took it up already, or ask for another one.",
                "如已接受邀请请直接登录，否则请要求重新邀请。",
            ),
            kind=Kind.CONFLICT,
        )
    person = _come_back(found, name, password, by=by, at=at) or register_person(
        email=found.email, name=name, organisation=found.organisation, roles=[found.role],
        password=password, language=language, by=by, at=at,
    )  # fmt: skip
    found.taken_up_at = at
    found.save(update_fields=["taken_up_at"])
    trail.record(verb="invitation.taken-up", thing=found, by=by, at=at, person=person.pk)
    return person


@transaction.atomic
def give_role(person: Person, role: str, *, by: Actor, at: datetime) -> Person:
    """Say what somebody of one's own organisation may do; one owner at least stays."""
    _keeps(person.organisation, by)
    _all_known([role], PARTY_ROLES, code="identity.role", what=Text("role", "角色"))
    found = _among_locked(person)
    if role != PARTY_ROLES[0]:
        _an_owner_stays(found)
    found.roles = [role, *(one for one in found.roles if one not in PARTY_ROLES)]
    found.save(update_fields=["roles"])
    trail.record(verb="person.role-given", thing=found, by=by, at=at, role=role)
    return found


@transaction.atomic
def remove_colleague(person: Person, *, by: Actor, at: datetime) -> None:
    """Close the account of somebody of one's own organisation; one owner at least stays."""
    _keeps(person.organisation, by)
    found = _among_locked(person)
    _an_owner_stays(found)
    found.is_active = False
    found.save(update_fields=["is_active"])
    trail.record(verb="person.deactivated", thing=found, by=by, at=at)


@transaction.atomic
def issue_client_key(
    *, organisation: Organisation, label: str, scopes: Iterable[str], by: Actor, at: datetime
) -> IssuedKey:
    """Give an organisation's machine a key; the token is in the answer and nowhere else."""
    by.must(Permission.KEY_ISSUE)
    given = sorted({str(scope) for scope in scopes})
    known = scopes_for(organisation)
    _all_known(given, known, code="identity.scope", what=Text("scope", "权限范围"))
    secret = _random_text(32)
    key = ClientKey.objects.create(
        organisation=organisation,
        label=label,
        prefix=_random_text(5),
        digest=queries.digest_of(secret),
        scopes=given,
        created_at=at,
    )
    trail.record(
        verb="key.issued",
        thing=key,
        by=by,
        at=at,
        organisation=organisation.code,
        prefix=key.prefix,
        scopes=given,
    )
    return IssuedKey(key, f"tw_{key.prefix}_{secret}")


@transaction.atomic
def revoke_client_key(key: ClientKey, *, by: Actor, at: datetime) -> None:
    """Make a key worthless: in this process once committed, in every other within five seconds."""
    by.must(Permission.KEY_ISSUE)
    if not ClientKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=at):
        return
    key.revoked_at = at
    trail.record(verb="key.revoked", thing=key, by=by, at=at, prefix=key.prefix)
    transaction.on_commit(queries.forget_cached_clients)


@transaction.atomic
def note_key_use(key: ClientKey, *, on: date, by: Actor, at: datetime) -> None:
    """Remember the last day on which a key was used; writes once a day."""
    if key.last_used_on is not None and key.last_used_on >= on:
        return
    earlier = Q(last_used_on__isnull=True) | Q(last_used_on__lt=on)
    noted = ClientKey.objects.filter(earlier, pk=key.pk).update(last_used_on=on)
    key.last_used_on = on
    if noted:
        trail.record(verb="key.used", thing=key, by=by, at=at, on=on)


def _come_back(
    invitation: Invitation, name: str, password: str, *, by: Actor, at: datetime
) -> Person | None:
    """Open the account again of somebody who was removed from the same organisation."""
    closed = Person.objects.select_for_update().filter(
        email=invitation.email, organisation=invitation.organisation, is_active=False
    )
    person = closed.first()
    if person is not None:
        _strong_enough(password, person)
        person.name, person.roles, person.is_active = name, [invitation.role], True
        person.set_password(password)
        person.save(update_fields=["name", "roles", "is_active", "password"])
        trail.record(verb="person.came-back", thing=person, by=by, at=at, role=invitation.role)
    return person


def _keeps(organisation: Organisation, by: Actor) -> None:
    """People of an organisation are kept by its owners alone."""
    by.must(Permission.COLLEAGUE_EDIT)
    if by.organisation_code != organisation.code:
        raise Refusal(
            "identity.other-organisation",
            Text("This is not your organisation.", "该单位并非您所属单位。"),
            cure=Text("Ask one of its owners.", "请联系该单位负责人。"),
            kind=Kind.FORBIDDEN,
        )


def _among_locked(person: Person) -> Person:
    """The person, with all of the organisation locked: two owners may not remove each other."""
    there = Person.objects.select_for_update().filter(organisation_id=person.organisation_id)
    return {one.pk: one for one in there.order_by("pk")}[person.pk]


def _an_owner_stays(person: Person) -> None:
    others = Person.objects.filter(
        organisation_id=person.organisation_id, is_active=True, roles__contains=[PARTY_ROLES[0]]
    ).exclude(pk=person.pk)
    if PARTY_ROLES[0] in person.roles and not others.exists():
        raise Refusal(
            "identity.last-owner",
            Text("This is the last owner of the organisation.", "这是本单位最后一位负责人。"),
            cure=Text("Make somebody else an owner first.", "请先将其他人员设为负责人。"),
            kind=Kind.CONFLICT,
        )


def _random_text(size: int) -> str:
    """Random bytes in letters and digits that nobody confuses and a double click selects."""
    return base64.b32encode(secrets.token_bytes(size)).decode().rstrip("=").lower()


def _code_is_written_well(code: str) -> None:
    if not (code.isascii() and code.isalnum() and len(code) <= 18):
        raise Refusal(
            "identity.organisation-code",
            Text("“{code}” cannot be an organisation's code.", "“{code}”不能作为单位代码。"),
            values={"code": code[:40]},
            cure=Text(
                "Use its registration code or its unified social credit code: up to 18 letters and"
                " digits.",
                "请使用其海关注册编码或统一社会信用代码：最多18位字母和数字。",
            ),
        )


def _all_known(given: list[str], known: Iterable[str], *, code: str, what: Text) -> None:
    choices = sorted(str(choice) for choice in known)
    unknown = [each for each in given if each not in choices]
    if unknown:
        raise Refusal(
            code,
            Text(
                f"There is no {what.en} called {{unknown}} that could be given.",
                f"没有可授予的{what.zh}：{{unknown}}。",
            ),
            values={"unknown": ", ".join(unknown), "known": ", ".join(choices)},
            cure=Text("Choose among: {known}.", "请从以下选项中选择：{known}。"),
        )


def _strong_enough(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refusal(
            "identity.password",
            Text("This password is too easy to guess: {why}", "该密码过于容易猜测：{why}"),
            values={"why": " ".join(weak.messages)},
            cure=Text(
                "Choose a longer one, for instance four words that have nothing to do with each"
                " other.",
                "请选择更长的密码，例如四个互不相关的词语。",
            ),
        ) from weak
