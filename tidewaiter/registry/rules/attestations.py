"""What a certificate of registration says, in a form that is signed and read by anybody."""

from datetime import date

import msgspec

TYPE = "tidewaiter.registration/1"


class Claims(msgspec.Struct, frozen=True, kw_only=True, tag=TYPE, tag_field="typ"):
    """A certificate: who is registered for what, since when, until when, within which limits."""

    reference: str
    code: str
    name: str
    roles: tuple[str, ...]
    place: str
    natural: bool
    since: date
    issued: date
    until: date
    most_value: str = ""
    most_parcels: int = 0
    chapters: tuple[str, ...] = ()


_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Claims).decode


def written(claims: Claims) -> bytes:
    """The claims as they are signed."""
    return _encode(claims)


def read(content: bytes) -> Claims | None:
    """The claims that were signed; None where it was something else."""
    try:
        return _decode(content)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def expired(claims: Claims, *, on: date) -> bool:
    """Whether a certificate has run out by a day."""
    return claims.until < on
