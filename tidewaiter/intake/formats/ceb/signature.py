"""Enveloped XML signatures over a whole message: verifying them and making them.

One profile is understood: one ``ds:Signature`` directly under the root, one ``Reference`` with an
empty URI, the enveloped-signature transform, inclusive C14N 1.0 without comments, and RSA with
SHA-256 (or SHA-1 where the sender is registered for it). Nothing else is followed, so a signature
over a part of the message, or over something elsewhere, cannot be taken for one over the whole.
Whether the certificate is known, valid today and bound to the sender is for the caller to say.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import quoteattr

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

from tidewaiter.intake.formats.ceb.faults import Fault, Wrong, fault
from tidewaiter.intake.formats.ceb.quick import Framed
from tidewaiter.intake.formats.ceb.trees import tree

DS = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = f"{DS}enveloped-signature"

_NS = f"{{{DS}}}"
_SIGNATURE = f"{_NS}Signature"
_CLOSING = re.compile(rb"</[^<>]*>\s*\Z")
_FIRM_CODE = re.compile(r"(?<![0-9A-Z])(?:[0-9A-Z]{18}|[0-9A-Z]{10})(?![0-9A-Z])")
_SMALLEST_KEY = 2048
_SMALLEST_KEY_WITH_SHA1 = 1024


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A way of signing: its addresses in the signature and its hash."""

    name: str
    method: str
    digest: str
    hash_name: str
    hash: hashes.HashAlgorithm


SHA256 = Algorithm(
    "rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "sha256",
    hashes.SHA256(),
)
SHA1 = Algorithm("rsa-sha1", f"{DS}rsa-sha1", f"{DS}sha1", "sha1", hashes.SHA1())

_BY_METHOD: Mapping[str, Algorithm] = {known.method: known for known in (SHA256, SHA1)}
_BY_NAME: Mapping[str, Algorithm] = {known.name: known for known in (SHA256, SHA1)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a signature holds, with which certificate, and if not, why not."""

    ok: bool
    fault: Fault | None = None
    certificate: x509.Certificate | None = None
    algorithm: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateFirm:
    """The firm that a certificate names, and the time for which the certificate is good."""

    code: str | None
    name: str | None
    not_before: datetime
    not_after: datetime


class _Refused(Exception):
    """Carries the fault of a signature out of the verification."""

    def __init__(self, wrong: Wrong, found: str = "") -> None:
        super().__init__(found)
        self.fault = fault(wrong, "Signature", found=found)


def verify(message: Any, *, allow_sha1: bool = False) -> Verdict:
    """Verify the signature of a message, given as bytes or as the ``root`` of a parsed message."""
    root = tree(message) if isinstance(message, bytes) else message
    if isinstance(root, Fault):
        return Verdict(False, root)
    message, root = root, root.frame if isinstance(root, Framed) else root
    algorithm = None
    certificate = None
    try:
        signature = _only_signature(root)
        signed_info = _only(signature, "SignedInfo")
        algorithm = _algorithm(signed_info, allow_sha1)
        digest = _digest(signed_info, algorithm)
        certificate, key = _certificate(signature, algorithm)
        if digest != _digest_of(message, root, signature, algorithm):
            raise _Refused(Wrong.DIGEST)
        value = _decoded(_only(signature, "SignatureValue"))
        key.verify(value, _canonical(signed_info), padding.PKCS1v15(), algorithm.hash)
    except InvalidSignature:
        return Verdict(
            False,
            _Refused(Wrong.SIGNATURE, "SignatureValue").fault,
            certificate,
            algorithm.name if algorithm else None,
        )
    except _Refused as refused:
        return Verdict(False, refused.fault, certificate, algorithm.name if algorithm else None)
    return Verdict(True, None, certificate, algorithm.name)


def _only_signature(root: Any) -> Any:
    """Return the one signature, which must stand directly under the root."""
    found = list(root.iter(_SIGNATURE))
    if not found:
        raise _Refused(Wrong.UNSIGNED)
    if len(found) > 1:
        raise _Refused(Wrong.REFERENCE, f"{len(found)} Signature")
    if found[0].getparent() is not root:
        raise _Refused(Wrong.REFERENCE, "Signature not under the root element")
    if root.getprevious() is not None or root.getnext() is not None:
        raise _Refused(Wrong.REFERENCE, "something outside the root element")
    return found[0]


def _only(parent: Any, name: str) -> Any:
    found = parent.findall(f"{_NS}{name}")
    if len(found) != 1:
        raise _Refused(Wrong.REFERENCE, f"{len(found)} {name}")
    return found[0]


def _algorithm(signed_info: Any, allow_sha1: bool) -> Algorithm:
    canonicalization = _only(signed_info, "CanonicalizationMethod").get("Algorithm", "")
    if canonicalization != C14N:
        raise _Refused(Wrong.ALGORITHM, canonicalization[:100])
    method = _only(signed_info, "SignatureMethod").get("Algorithm", "")
    algorithm = _BY_METHOD.get(method)
    if algorithm is None:
        raise _Refused(Wrong.ALGORITHM, method[:100])
    if algorithm is SHA1 and not allow_sha1:
        raise _Refused(Wrong.SHA1)
    return algorithm


def _digest(signed_info: Any, algorithm: Algorithm) -> bytes:
    """Return the digest in the reference, which must be to the whole message."""
    reference = _only(signed_info, "Reference")
    uri = reference.get("URI")
    if uri != "":
        raise _Refused(Wrong.REFERENCE, f"Reference URI={(uri or 'absent')[:60]!r}")
    transforms = [
        transform.get("Algorithm", "")
        for transform in _only(reference, "Transforms").iterchildren(f"{_NS}Transform")
    ]
    if transforms not in ([ENVELOPED], [ENVELOPED, C14N]):
        raise _Refused(Wrong.REFERENCE, f"Transforms {', '.join(transforms)[:150]}")
    method = _only(reference, "DigestMethod").get("Algorithm", "")
    if method != algorithm.digest:
        raise _Refused(Wrong.ALGORITHM, method[:100])
    return _decoded(_only(reference, "DigestValue"))


def _decoded(element: Any) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        name = etree.QName(element).localname
        raise _Refused(Wrong.SIGNATURE, f"{name}, not base64") from error


def _certificate(signature: Any, algorithm: Algorithm) -> tuple[x509.Certificate, rsa.RSAPublicKey]:
    """Return the first certificate that the signature brings, and its key."""
    found = signature.find(f"{_NS}KeyInfo/{_NS}X509Data/{_NS}X509Certificate")
    if found is None:
        raise _Refused(Wrong.CERTIFICATE, "X509Certificate")
    try:
        certificate = _loaded(_decoded(found))
        key = certificate.public_key()
    except Exception as error:
        # cryptography raises several unrelated types for certificates that are not to its liking
        raise _Refused(Wrong.CERTIFICATE, type(error).__name__) from error
    smallest = _SMALLEST_KEY_WITH_SHA1 if algorithm is SHA1 else _SMALLEST_KEY
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < smallest:
        size = getattr(key, "key_size", "")
        raise _Refused(Wrong.CERTIFICATE, f"{type(key).__name__} {size}")
    return certificate, key


@lru_cache(maxsize=1024)
def _loaded(der: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(der)


def _canonical(element: Any) -> bytes:
    try:
        written: bytes = etree.tostring(
            element, method="c14n", exclusive=False, with_comments=False
        )
    except etree.LxmlError as error:
        # A relative namespace address, for one, has no canonical form.
        raise _Refused(Wrong.REFERENCE, "a message without a canonical form") from error
    return written


def _digest_of(message: Any, root: Any, signature: Any, algorithm: Algorithm) -> bytes:
    """Return the digest of the message without its signature; the tree is left as it was."""
    tail = signature.tail
    before = signature.getprevious()
    place = root.index(signature)
    kept = root.text if before is None else before.tail
    # Removing an element takes the text behind it along; that text is signed and must stay.
    signature.tail = None
    root.remove(signature)
    joined = (kept or "") + (tail or "")
    try:
        _put_text(root, before, joined)
        return hashlib.new(algorithm.hash_name, canonical_form(message)).digest()
    finally:
        _put_text(root, before, kept)
        root.insert(place, signature)
        signature.tail = tail


def canonical_form(message: Any) -> bytes:
    """Return the canonical form of a message, given as its root or in parts."""
    if not isinstance(message, Framed):
        return _canonical(message)
    canonical = _canonical(message.frame)
    text = message.documents
    parts = [canonical[: canonical.index(b">") + 1]]
    done = 0
    for begin, end, root in message.parsed:
        alone = _canonical(root)
        alone = alone[alone.index(b">") + 1 : alone.rindex(b"<")]
        parts += [text[done:begin].encode(), alone]
        done = end
    parts += [text[done:].encode(), canonical[len(parts[0]) :]]
    return b"".join(parts)


def _put_text(root: Any, before: Any, text: str | None) -> None:
    if before is None:
        root.text = text
    else:
        before.tail = text


def sign(
    raw: bytes,
    *,
    key: rsa.RSAPrivateKey,
    certificate: x509.Certificate,
    algorithm: str = SHA256.name,
) -> bytes:
    """Sign a message and return it with its signature as the last element of the root.

    Raises ValueError if the message cannot be read, is signed already, has more than its root, or
    has no canonical form.
    """
    chosen = _BY_NAME[algorithm]
    root = tree(raw)
    if isinstance(root, Fault):
        raise ValueError(root.message["en"])
    closing = _CLOSING.search(raw)
    if closing is None or next(root.iter(_SIGNATURE), None) is not None:
        raise ValueError("the message is signed already, or does not end with its root element")
    try:
        canonical = _canonical(root)
    except _Refused as refused:
        raise ValueError(refused.fault.message["en"]) from refused
    digest = base64.b64encode(hashlib.new(chosen.hash_name, canonical).digest()).decode()
    signed_info = (
        f'<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{C14N}"/>'
        f'<ds:SignatureMethod Algorithm="{chosen.method}"/>'
        f'<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="{ENVELOPED}"/>'
        f'</ds:Transforms><ds:DigestMethod Algorithm="{chosen.digest}"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )
    # Inclusive canonicalization takes the namespaces of the root along, so they are given here.
    scope = "".join(
        f" {'xmlns' if prefix is None else f'xmlns:{prefix}'}={quoteattr(address)}"
        for prefix, address in root.nsmap.items()
        if prefix != "ds"
    )
    context = etree.fromstring(f'<x{scope} xmlns:ds="{DS}">{signed_info}</x>'.encode())
    value = key.sign(_canonical(context[0]), padding.PKCS1v15(), chosen.hash)
    der = certificate.public_bytes(Encoding.DER)
    signature = (
        f'<ds:Signature xmlns:ds="{DS}">{signed_info}'
        f"<ds:SignatureValue>{base64.b64encode(value).decode()}</ds:SignatureValue>"
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{base64.b64encode(der).decode()}"
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
    )
    return raw[: closing.start()] + signature.encode() + raw[closing.start() :]


def certificate_firm(certificate: x509.Certificate) -> CertificateFirm:
    """Read from a certificate which firm it names and how long it is good.

    The code is the subject's serial number; where there is none, the first word of the common
    name that has the length of a customs registration (10) or a social credit code (18).
    """
    serial = _attribute(certificate, NameOID.SERIAL_NUMBER)
    common = _attribute(certificate, NameOID.COMMON_NAME)
    code = serial
    if code is None and common is not None:
        match = _FIRM_CODE.search(common)
        code = match[0] if match else None
    return CertificateFirm(
        code=code,
        name=_attribute(certificate, NameOID.ORGANIZATION_NAME) or common,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str | None:
    found = certificate.subject.get_attributes_for_oid(oid)
    value = found[0].value if found else None
    return value if isinstance(value, str) and value.strip() else None
