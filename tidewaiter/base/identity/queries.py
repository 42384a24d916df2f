"""Reads about who is who."""

import hashlib
import hmac
import re
import time
from collections import OrderedDict
from threading import Lock

from django.db.models import QuerySet

from tidewaiter.base.identity.models import ClientKey, Invitation, Organisation, Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.roles import ROLES

TOKEN = re.compile(r"tw_([a-z2-7]{8})_([a-z2-7]{52})")
"""How a key looks: a prefix by which it is found and 256 random bits in base 32."""

CACHE_SECONDS = 5
"""So long, at most, does a process go on accepting a key that another one has revoked."""
_CACHED_KEYS = 4096
_NOBODY = bytes(32)


def client_for(token: str) -> ClientKey | None:
    """The key that this token is, with its organisation; None where it is wrong or revoked.

    The comparison takes the same time however much of a secret is right, and whether or not the
    prefix exists.
    """
    shape = TOKEN.fullmatch(token)
    if shape is None:
        return None
    prefix, secret = shape.groups()
    digest = digest_of(secret)
    known = _cache.get((prefix, digest))
    if known is not None:
        return known
    key = ClientKey.objects.select_related("organisation").filter(prefix=prefix).first()
    right = hmac.compare_digest(bytes(key.digest) if key else _NOBODY, digest)
    if key is None or not right or key.revoked_at is not None:
        return None
    _cache.put((prefix, digest), key)
    return key


def organisation_coded(code: str) -> Organisation:
    """The organisation of a code that an actor carries."""
    return Organisation.objects.get(code=code)


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address."""
    return Person.objects.filter(email=email.strip().lower()).exists()


def account_of(email: str) -> Person | None:
    """Whoever signs in with this address, where the account is open."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).first()


def account_numbered(number: int) -> Person | None:
    """An open account, for whoever holds a link to it."""
    return Person.objects.filter(pk=number, is_active=True).first()


def people_who_may(permission: Permission, organisation: Organisation) -> QuerySet[Person]:
    """The people of an organisation whose roles carry a permission."""
    able = [name for name, role in ROLES.items() if permission in role.permissions]
    there = Person.objects.filter(organisation=organisation, is_active=True, roles__overlap=able)
    found: QuerySet[Person] = there.order_by("pk")
    return found


def invitation_numbered(number: int) -> Invitation | None:
    """An invitation, for whoever holds its link."""
    return Invitation.objects.select_related("organisation").filter(pk=number).first()


def forget_cached_clients() -> None:
    """Look every key up in the database at its next use."""
    _cache.clear()


def digest_of(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


class _Recent:
    """Keys found right, each for a few seconds; wrong ones are not kept, so nobody can fill it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, bytes], tuple[float, ClientKey]] = OrderedDict()
        self._lock = Lock()

    def get(self, shown: tuple[str, bytes]) -> ClientKey | None:
        # Looking up by a digest tells nothing by its time: nobody can choose digests bit by bit.
        entry = self._kept.get(shown)
        if entry is None or entry[0] <= time.monotonic():
            return None
        return entry[1]

    def put(self, shown: tuple[str, bytes], key: ClientKey) -> None:
        with self._lock:
            self._kept.pop(shown, None)
            self._kept[shown] = (time.monotonic() + CACHE_SECONDS, key)
            while len(self._kept) > _CACHED_KEYS:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_cache = _Recent()
