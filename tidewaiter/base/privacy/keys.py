"""The master key, and the three keys that are derived from it.

The key comes from TIDEWAITER_MASTER_KEY (base64 of 32 bytes), from the file that
TIDEWAITER_MASTER_KEY_FILE names (base64, or 32 raw bytes), or from keys/master.key in the data
folder, which the first process that needs it makes. Whoever loses it loses the personal data.
"""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LENGTH = 32
VARIABLE = "TIDEWAITER_MASTER_KEY"


@dataclass(frozen=True)
class KeyRing:
    """One key for each purpose, so that a leak of one does not open the others."""

    index: bytes = field(repr=False)
    """Makes blind indexes."""
    wrapping: bytes = field(repr=False)
    """Seals the keys of data subjects."""
    message: bytes = field(repr=False)
    """Seals raw messages, which speak of several subjects at once."""
    fingerprint: str
    """Tells two master keys apart without saying anything about them."""

    @classmethod
    def of(cls, master: bytes) -> "KeyRing":
        """Derive the ring from a master key of 32 bytes."""
        return cls(
            index=_derive(master, b"tidewaiter/blind-index/1"),
            wrapping=_derive(master, b"tidewaiter/subject-key/1"),
            message=_derive(master, b"tidewaiter/raw-message/1"),
            fingerprint=_derive(master, b"tidewaiter/fingerprint/1")[:16].hex(),
        )


@cache
def ring() -> KeyRing:
    """The keys of this installation; read once in the life of a process."""
    return KeyRing.of(master_key())


def forget() -> None:
    """Read the master key anew at its next use."""
    ring.cache_clear()


def master_key() -> bytes:
    """The 32 bytes from which everything is derived; made on the first start if nowhere given."""
    return kept("master", VARIABLE)


def kept(name: str, variable: str) -> bytes:
    """A key of 32 bytes from the environment, from the file it names, or kept in the data folder.

    A key that is given nowhere is made once, by the first process that needs it.
    """
    given = os.environ.get(variable)
    if given:
        return _decoded(given.encode(), variable)
    named = os.environ.get(f"{variable}_FILE")
    if named:
        return _read(Path(named), name)
    own = Path(settings.TIDEWAITER_HOME) / "keys" / f"{name}.key"
    if not own.exists():
        _make(own)
    if own.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"Others can read {own}; run: chmod 600 {own}")
    return _read(own, name)


def _make(own: Path) -> None:
    own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = own.with_name(f".{own.stem}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(LENGTH)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, own)  # web and assessors start together: the first one wins, whole
        except FileExistsError:
            return
        folder = os.open(own.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # what is sealed tonight must open after a power cut
        finally:
            os.close(folder)
    finally:
        draft.unlink()


def _read(path: Path, name: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise ImproperlyConfigured(
            f"The {name} key cannot be read from {path}: {trouble.strerror}"
        ) from trouble
    return content if len(content) == LENGTH else _decoded(content, str(path))


def _decoded(text: bytes, origin: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != LENGTH:
        raise ImproperlyConfigured(
            f"{origin} must hold {LENGTH} random bytes in base64; make them with: "
            f"head -c {LENGTH} /dev/urandom | base64"
        )
    return key


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=purpose).derive(master)
