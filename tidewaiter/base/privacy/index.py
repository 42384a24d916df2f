"""Blind indexes: equal values have equal indexes, and an index tells nothing without the key."""

import hashlib
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from tidewaiter.base.privacy import keys, normalise


class IndexKind(StrEnum):
    """What a value is; the same text as a name and as an address has two indexes."""

    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    ACCOUNT = "account"
    EMAIL = "email"
    IMAGE = "image"


_NORMALISE = {
    IndexKind.IDENTITY_NUMBER: normalise.identity_number,
    IndexKind.PHONE: normalise.phone,
    IndexKind.NAME: normalise.name,
    IndexKind.ADDRESS: normalise.address,
    IndexKind.ACCOUNT: normalise.identity_number,
    IndexKind.EMAIL: normalise.email,
    IndexKind.IMAGE: normalise.image,
}
_PREFIX = {kind: f"{kind}|".encode() for kind in IndexKind}


def blind(kind: IndexKind, value: str | None) -> UUID | None:
    """The index of a value in its normal spelling; None where there is no value.

    A keyed BLAKE2b hash (RFC 7693) of sixteen bytes: among ten thousand million people two share
    one with odds of 1 in 10^18.
    """
    return _index(keys.ring().index, kind, value) if value else None


@lru_cache(maxsize=100_000)
def _index(key: bytes, kind: IndexKind, value: str) -> UUID | None:
    """The index under one key; the same person stands in all four documents of a parcel."""
    normal = _NORMALISE[kind](value)
    if not normal:
        return None
    # A lone surrogate can come out of JSON; it must neither raise nor meet another text.
    told = _PREFIX[kind] + normal.encode(errors="surrogatepass")
    return UUID(bytes=hashlib.blake2b(told, key=key, digest_size=16).digest())


def link_token(field: str, text: str) -> bytes:
    """Eight bytes for the normal text of a field by which parties are linked.

    Equal texts of one field have equal tokens, and nothing else can be told from them. They are
    made with the key of the blind indexes, under a prefix of their own: no token is an index.
    """
    return _token(keys.ring().index, field, text)


@lru_cache(maxsize=100_000)
def _token(key: bytes, field: str, text: str) -> bytes:
    """Streets and areas come again and again."""
    told = f"link|{field}|{text}".encode(errors="surrogatepass")
    return hashlib.blake2b(told, key=key, digest_size=8).digest()
