"""XML signatures for messages that are written in canonical form.

What a signature covers is the canonical form of the message without the signature; the harbour
writes nothing else, so the digest can be taken from the bytes at hand.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509 import Certificate

from harbour.keys import Keys

_DS = "http://www.w3.org/2000/09/xmldsig#"
_CEB = "http://www.chinaport.gov.cn/ceb"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_INFO = (
    f'<ds:CanonicalizationMethod Algorithm="{_C14N}"></ds:CanonicalizationMethod>'
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256">'
    '</ds:SignatureMethod><ds:Reference URI=""><ds:Transforms>'
    f'<ds:Transform Algorithm="{_DS}enveloped-signature"></ds:Transform>'
    f'<ds:Transform Algorithm="{_C14N}"></ds:Transform></ds:Transforms>'
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>'
    "<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
)
# canonical XML repeats on the signed part the namespaces that it inherits, sorted by prefix
_SIGNED_INFO = f'<ds:SignedInfo xmlns:ceb="{_CEB}" xmlns:ds="{_DS}">'


@cache
def _certificate_text(certificate: Certificate) -> str:
    return b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def signature_xml(canonical: bytes, code: str, keys: Keys) -> str:
    """The signature of a firm over a message that has none yet, both in canonical form."""
    info = _INFO.format(digest=b64encode(sha256(canonical).digest()).decode())
    value = keys.private[code].sign((_SIGNED_INFO + info).encode(), PKCS1v15(), hashes.SHA256())
    return (
        f'<ds:Signature xmlns:ds="{_DS}"><ds:SignedInfo>{info}'
        f"<ds:SignatureValue>{b64encode(value).decode()}</ds:SignatureValue>"
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>"
        f"{_certificate_text(keys.certificates[code])}"
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
    )
