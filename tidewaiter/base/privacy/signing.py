"""Signs what the office hands out, so that anybody can have it checked later.

A signed text is a JSON Web Signature in its short form (RFC 7515) with Ed25519 (RFC 8037): three
parts in base64 with points between them. The key is the office's own; nothing is stored about
what was signed.
"""

import base64
import binascii
from collections.abc import Mapping
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tidewaiter.base.privacy.keys import kept

VARIABLE = "TIDEWAITER_SIGNING_KEY"
HEADER = b'{"alg":"EdDSA"}'
LONGEST = 1_000_000
"""Longer texts than this are not looked at, in characters."""


def sign(content: bytes) -> str:
    """The content with the signature of this installation."""
    signed = f"{_text(HEADER)}.{_text(content)}"
    return f"{signed}.{_text(_key().sign(signed.encode()))}"


def signed_content(code: str) -> bytes | None:
    """What was signed, if this installation signed it and nothing was changed; else None."""
    return _content(code, _key().public_key())


def content_signed_by(key: Mapping[str, object], code: str) -> bytes | None:
    """The same for whoever has a public key as a JSON Web Key, and nothing else of us.

    ValueError where the key is none that signs like this.
    """
    if key.get("kty") != "OKP" or key.get("crv") != "Ed25519":
        raise ValueError("no key of the curve Ed25519")
    return _content(code, Ed25519PublicKey.from_public_bytes(_bytes(str(key.get("x", "")))))


def _content(code: str, key: Ed25519PublicKey) -> bytes | None:
    head, _, rest = code.partition(".")
    body, _, signature = rest.partition(".")
    if len(code) > LONGEST or head != _text(HEADER):
        return None
    try:
        key.verify(_bytes(signature), f"{head}.{body}".encode())
        return _bytes(body)
    except (InvalidSignature, ValueError):
        return None


def signature(content: bytes) -> str:
    """The signature of a content that travels apart from it; `fits` holds one against the other."""
    return sign(content).rpartition(".")[2]


def fits(content: bytes, given: str) -> bool:
    """Whether this installation gave a signature to exactly this content."""
    return signed_content(f"{_text(HEADER)}.{_text(content)}.{given}") is not None


def public_key() -> dict[str, str]:
    """The public half of the key as a JSON Web Key, for those who check by themselves."""
    raw = _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "x": _text(raw)}


def forget() -> None:
    """Read the key anew at its next use."""
    _key.cache_clear()


@cache
def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(kept("signing", VARIABLE))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """The bytes that a text of base64 stands for; there is one way to write them, not several."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as trouble:
        raise ValueError("no base64") from trouble
    if _text(content) != text:
        raise ValueError("no canonical base64")
    return content
