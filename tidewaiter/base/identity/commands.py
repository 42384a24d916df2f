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
from tidewaiter.base.identity.models import ClientKey, Organisation, OrganisationKind, Person
from tidewaiter.base.identity.permissions import CLIENT_SCOPES, Permission
from tidewaiter.base.identity.roles import ROLES
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
def deactivate_person(person: Person, *, by: Actor, at: datetime) -> None:
    """Close somebody's account; what they did stays."""
    by.must(Permission.PERSON_EDIT)
    closed = Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False)
    person.is_active = False
    if closed:
        trail.record(verb="person.deactivated", thing=person, by=by, at=at)


@transaction.atomic
def issue_client_key(
    *, organisation: Organisation, label: str, scopes: Iterable[str], by: Actor, at: datetime
) -> IssuedKey:
    """Give an organisation's machine a key; the token is in the answer and nowhere else."""
    by.must(Permission.KEY_ISSUE)
    given = sorted({str(scope) for scope in scopes})
    _all_known(given, CLIENT_SCOPES, code="identity.scope", what=Text("scope", "权限范围"))
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
