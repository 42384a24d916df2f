"""Seals personal data under a key for each subject, and raw messages under a key of their own.

A sealed block is one byte of version, a random nonce of 12 bytes, the ciphertext and a tag of 16
bytes. A subject's key seals a few blocks in its life: AES-256-GCM. The installation's own keys seal
millions: AES-256-GCM-SIV (RFC 8452), which stays safe should two nonces ever meet. The context
(such as b"order:4711") is authenticated, not stored: a block that is copied to another row does not
open.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from threading import Lock
from uuid import UUID

import pyarrow as pa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from django.db import connection, transaction

from tidewaiter.base.privacy import keys
from tidewaiter.base.rows import array, fetch

VERSION = b"\x01"
NONCE = 12
TAG = 16
LARGEST_MESSAGE = 64 * 1024 * 1024
"""A message that unpacks to more is not one that we sealed."""

CACHED_SUBJECTS = 50_000
"""Unwrapped keys that a process keeps: some 15 MB."""
CACHE_SECONDS = 600
"""How long a process may go on using a key that another one has erased."""


class SealBroken(Exception):
    """A sealed block was changed, belongs elsewhere or was sealed under another key."""


def seal(key: bytes, plaintext: bytes, *, context: bytes) -> bytes:
    """Seal a text under a subject's key, for one place only."""
    return _seal(_subject_cipher(key), plaintext, context)


def open_sealed(key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """Open what `seal` gave; raise SealBroken if anything about it is different."""
    return _open(_subject_cipher(key), sealed, context)


def seal_message(raw: bytes, *, context: bytes = b"") -> bytes:
    """Compress and seal a message as it was received."""
    if len(raw) > LARGEST_MESSAGE:
        raise ValueError(f"a message of {len(raw)} bytes is too large to keep")
    packed = _codec().compress(raw, asbytes=True)
    return _seal(_own_cipher(keys.ring().message), len(raw).to_bytes(4, "big") + packed, context)


def open_message(sealed: bytes, *, context: bytes = b"") -> bytes:
    """Give back a message to the byte; raise SealBroken if it was changed."""
    packed = _open(_own_cipher(keys.ring().message), sealed, context)
    size = int.from_bytes(packed[:4], "big")
    if len(packed) < 4 or size > LARGEST_MESSAGE:
        raise SealBroken
    return _codec().decompress(packed[4:], decompressed_size=size, asbytes=True) if size else b""


def subject_keys(indexes: Iterable[UUID], *, at: datetime) -> dict[UUID, bytes]:
    """The key of each subject, made where there is none yet.

    New keys are committed before they are given: a key that vanished in a rollback would leave
    what was sealed under it closed for ever. So this may not be called inside a transaction.
    """
    found, missing = _cache.look_up(indexes)
    if missing:
        with transaction.atomic(durable=True):
            fetched = _fetched(missing)
            fresh = sorted(index for index in missing if index not in fetched)
            if fresh:
                fetched |= _created(fresh, at)
        _cache.keep(fetched)
        found |= fetched
    return found


def known_subject_keys(indexes: Iterable[UUID]) -> dict[UUID, bytes]:
    """The keys of those subjects who have one; nothing is written."""
    found, missing = _cache.look_up(indexes)
    if missing:
        fetched = _fetched(missing)
        # Inside a transaction a row may be seen that is rolled back later: use it, do not keep it.
        if not connection.in_atomic_block:
            _cache.keep(fetched)
        found |= fetched
    return found


def forget_cached_keys() -> None:
    """Read every subject's key from the database at its next use."""
    _cache.clear()
    _subject_cipher.cache_clear()
    _own_cipher.cache_clear()


def _fetched(indexes: list[UUID]) -> dict[UUID, bytes]:
    rows = fetch(
        "SELECT index, wrapped_key FROM privacy_subject WHERE index = ANY(%s::uuid[])",
        [array(indexes)],
    )
    return {index: _unwrapped(index, wrapped) for index, wrapped in rows}


def _created(indexes: list[UUID], at: datetime) -> dict[UUID, bytes]:
    """Insert in the order of the index: two processes never wait for each other in a ring."""
    made = {index: os.urandom(keys.LENGTH) for index in indexes}
    wrapped = (_wrapped(index, key).hex() for index, key in made.items())
    rows = fetch(
        "INSERT INTO privacy_subject (index, wrapped_key, created_at)"
        " SELECT index, decode(wrapped_key, 'hex'), %s"
        " FROM unnest(%s::uuid[], %s::text[]) AS fresh (index, wrapped_key)"
        " ON CONFLICT (index) DO NOTHING RETURNING index",
        [at, array(indexes), array(wrapped)],
    )
    inserted = {index for (index,) in rows}
    taken = [index for index in indexes if index not in inserted]
    mine = {index: made[index] for index in inserted}
    return mine | _fetched(taken) if taken else mine


def _wrapped(index: UUID, key: bytes) -> bytes:
    return _seal(_own_cipher(keys.ring().wrapping), key, index.bytes)


def _unwrapped(index: UUID, wrapped: bytes) -> bytes:
    return _open(_own_cipher(keys.ring().wrapping), wrapped, index.bytes)


def _seal(cipher: AESGCM | AESGCMSIV, plaintext: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return VERSION + nonce + cipher.encrypt(nonce, plaintext, context)


def _open(cipher: AESGCM | AESGCMSIV, sealed: bytes, context: bytes) -> bytes:
    block = bytes(sealed)
    if block[:1] != VERSION or len(block) < 1 + NONCE + TAG:
        raise SealBroken
    try:
        return cipher.decrypt(block[1 : 1 + NONCE], block[1 + NONCE :], context)
    except InvalidTag:
        raise SealBroken from None


@lru_cache(maxsize=4096)
def _subject_cipher(key: bytes) -> AESGCM:
    # Setting up a cipher costs as much as sealing, and a parcel's documents speak of one person.
    return AESGCM(key)


@lru_cache(maxsize=16)
def _own_cipher(key: bytes) -> AESGCMSIV:
    return AESGCMSIV(key)


def _codec() -> pa.Codec:
    return pa.Codec("zstd", compression_level=1)


class _Recent:
    """The keys used last, each for a bounded time after it was read."""

    def __init__(self, size: int, seconds: float) -> None:
        self._size = size
        self._seconds = seconds
        self._kept: OrderedDict[UUID, tuple[bytes, float]] = OrderedDict()
        self._lock = Lock()

    def look_up(self, indexes: Iterable[UUID]) -> tuple[dict[UUID, bytes], list[UUID]]:
        found: dict[UUID, bytes] = {}
        missing: dict[UUID, None] = {}
        now = time.monotonic()
        with self._lock:
            kept, touch = self._kept, self._kept.move_to_end
            for index in indexes:
                entry = kept.get(index)
                if entry is not None and entry[1] > now:
                    found[index] = entry[0]
                    touch(index)
                else:
                    missing[index] = None
        return found, list(missing)

    def keep(self, fresh: Mapping[UUID, bytes]) -> None:
        until = time.monotonic() + self._seconds
        with self._lock:
            for index, key in fresh.items():
                self._kept[index] = (key, until)
                self._kept.move_to_end(index)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_cache = _Recent(CACHED_SUBJECTS, CACHE_SECONDS)
