"""A signature holds only over the whole message, with the algorithm and certificate it names."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from signxml import SignatureConfiguration, XMLSigner, XMLVerifier
from signxml.algorithms import CanonicalizationMethod

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.signature import DS, certificate_firm, sign, verify
from tidewaiter.intake.formats.ceb.trees import tree
from tidewaiter.intake.formats.ceb.xml import parse, write

KEY = rsa.generate_private_key(65537, 2048)
CERTIFICATE = makers.certificate(KEY)
OTHER_KEY = rsa.generate_private_key(65537, 2048)
OTHER = makers.certificate(OTHER_KEY, name="another firm", code="4403160ABC")

LIST = write(makers.message(Kind.DECLARATION, makers.document(Kind.DECLARATION, note="a&b\r\n中")))
SIGNED = sign(LIST, key=KEY, certificate=CERTIFICATE)


def _code(raw: bytes, *, allow_sha1: bool = False) -> str:
    verdict = verify(raw, allow_sha1=allow_sha1)
    assert not verdict.ok
    assert verdict.fault is not None
    assert verdict.fault.rule in ("G-05", "G-06")
    return verdict.fault.code


def test_a_good_signature_holds_and_names_its_certificate() -> None:
    verdict = verify(SIGNED)
    assert verdict.ok
    assert verdict.fault is None
    assert verdict.algorithm == "rsa-sha256"
    assert verdict.certificate == CERTIFICATE


def test_a_signed_message_is_read_like_an_unsigned_one() -> None:
    plain, signed = parse(LIST), parse(SIGNED)
    assert (plain.signed, signed.signed) == (False, True)
    assert plain.documents[0].document == signed.documents[0].document


def test_a_parsed_message_is_verified_without_parsing_again_and_left_as_it_was() -> None:
    spaced = SIGNED.replace(b"</ceb:Inventory>", b"</ceb:Inventory>\n  ")
    for raw, good in ((SIGNED, True), (spaced, False)):
        for root in (parse(raw).root, tree(raw)):
            frame = getattr(root, "frame", root)
            before = etree.tostring(frame)
            assert verify(root).ok is good
            assert verify(root).ok is good
            assert etree.tostring(frame) == before


def test_blanks_around_the_signature_belong_to_what_is_signed() -> None:
    spaced = LIST.replace(b"</ceb:CEB621Message>", b"\n</ceb:CEB621Message>")
    signed = sign(spaced, key=KEY, certificate=CERTIFICATE)
    assert verify(signed).ok
    assert _code(signed.replace(b"<ds:Signature ", b"\n<ds:Signature ")) == "1004"


def test_another_library_accepts_our_signature() -> None:
    config = SignatureConfiguration(location="./")
    XMLVerifier().verify(SIGNED, x509_cert=CERTIFICATE, expect_config=config)


@pytest.mark.parametrize("prefix", ["ceb:", ""], ids=["prefixed", "default namespace"])
def test_we_accept_the_signature_of_another_library(prefix: str) -> None:
    raw = LIST
    if not prefix:
        raw = raw.replace(b"ceb:", b"").replace(b"xmlns:ceb=", b"xmlns=")
    signer = XMLSigner(c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0)
    signed = signer.sign(etree.fromstring(raw), key=KEY, cert=[CERTIFICATE])
    assert verify(etree.tostring(signed)).ok


def test_a_default_namespace_is_signed_too() -> None:
    raw = LIST.replace(b"ceb:", b"").replace(b"xmlns:ceb=", b"xmlns=")
    signed = sign(raw, key=KEY, certificate=CERTIFICATE)
    assert verify(signed).ok
    XMLVerifier().verify(
        signed, x509_cert=CERTIFICATE, expect_config=SignatureConfiguration(location="./")
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<ceb:packNo>1<", b"<ceb:packNo>2<"),
        (b'version="1.0"', b'version="1.1"'),
        (b"<ceb:copCode>1105910159<", b"<ceb:copCode>1105910158<"),
        (b"</ceb:CEB621Message>", b"<ceb:Inventory/></ceb:CEB621Message>"),
    ],
)
def test_a_message_changed_after_signing_is_refused(old: bytes, new: bytes) -> None:
    # the last place only: the XML declaration also says version="1.0"
    before, _, after = SIGNED.rpartition(old)
    assert _code(before + new + after) == "1004"


def test_a_changed_digest_is_caught_by_the_signature_over_it() -> None:
    root = etree.fromstring(SIGNED)
    changed = sign(LIST.replace(b">AAAA<", b">AAAB<"), key=OTHER_KEY, certificate=OTHER)
    other = etree.fromstring(changed)
    value = f"{{{DS}}}DigestValue"
    signature = root.find(f".//{{{DS}}}Signature")
    assert signature is not None
    other_signature = other.find(f".//{{{DS}}}Signature")
    assert other_signature is not None
    next(signature.iter(value)).text = next(other_signature.iter(value)).text
    other.replace(other_signature, signature)
    assert _code(etree.tostring(other)) == "1001"


def test_the_signature_of_another_key_under_our_certificate_is_refused() -> None:
    assert _code(sign(LIST, key=OTHER_KEY, certificate=CERTIFICATE)) == "1001"


def test_the_signature_of_another_firm_holds_and_names_that_firm() -> None:
    verdict = verify(sign(LIST, key=OTHER_KEY, certificate=OTHER))
    assert verdict.ok
    assert verdict.certificate is not None
    assert certificate_firm(verdict.certificate).code == "4403160ABC"


def test_sha1_holds_only_where_it_is_allowed() -> None:
    signed = sign(LIST, key=KEY, certificate=CERTIFICATE, algorithm="rsa-sha1")
    assert _code(signed) == "TW-G05-SHA1"
    assert verify(signed, allow_sha1=True).ok
    assert verify(signed, allow_sha1=True).algorithm == "rsa-sha1"


def test_a_sha1_digest_under_a_sha256_signature_is_refused() -> None:
    mixed = SIGNED.replace(b"http://www.w3.org/2001/04/xmlenc#sha256", f"{DS}sha1".encode())
    assert _code(mixed, allow_sha1=True) == "TW-G05-ALGORITHM"


def test_the_national_algorithms_are_answered_as_not_supported_here() -> None:
    sm2 = SIGNED.replace(
        b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        b"http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3",
    )
    verdict = verify(sm2)
    assert verdict.fault is not None
    assert verdict.fault.code == "TW-G05-ALGORITHM"
    assert "sm2-sm3 is not supported here" in verdict.fault.message["en"]
    assert "不支持" in verdict.fault.message["zh"]


def test_an_unsigned_message_is_said_to_be_unsigned() -> None:
    assert _code(LIST) == "TW-G06-UNSIGNED"


def test_what_cannot_be_read_cannot_be_verified() -> None:
    assert not verify(b"<a").ok
    assert not verify(b"").ok


def _wrapped() -> Iterator[tuple[str, bytes]]:
    """Signatures that hold over something, but not over the whole message as it stands."""
    signature = SIGNED[SIGNED.index(b"<ds:Signature ") : SIGNED.rindex(b"</ceb:CEB621Message>")]
    head = b"<ceb:Inventory>"
    inside = LIST.replace(head, head + signature, 1)
    yield "inside a document", inside
    yield "twice", SIGNED.replace(b"</ceb:CEB621Message>", signature + b"</ceb:CEB621Message>")
    original = LIST[LIST.index(b"<ceb:CEB621Message") :]
    forged = LIST.replace(b"<ceb:packNo>1<", b"<ceb:packNo>9<").replace(
        b"</ceb:CEB621Message>",
        b"<ceb:ExtendMessage>"
        + original.replace(b"</ceb:CEB621Message>", signature + b"</ceb:CEB621Message>")
        + b"</ceb:ExtendMessage></ceb:CEB621Message>",
    )
    yield "around another message", forged
    for uri in (b'URI="#x"', b'URI="http://127.0.0.1/x"', b'URI="#xpointer(/)"', b""):
        yield f"with {uri.decode() or 'no URI'}", SIGNED.replace(b'URI=""', uri)
    reference = SIGNED[SIGNED.index(b"<ds:Reference ") : SIGNED.index(b"</ds:SignedInfo>")]
    yield "with two references", SIGNED.replace(reference, reference * 2)
    yield "without a reference", SIGNED.replace(reference, b"")
    transform = f'<ds:Transform Algorithm="{DS}enveloped-signature"/>'.encode()
    xslt = b'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'
    yield "with a style sheet", SIGNED.replace(transform, transform + xslt)
    yield "without its transform", SIGNED.replace(transform, b"")


@pytest.mark.parametrize(("what", "raw"), list(_wrapped()), ids=lambda item: str(item)[:40])
def test_a_signature_not_over_the_whole_message_is_refused(what: str, raw: bytes) -> None:
    assert _code(raw) == "TW-G05-REFERENCE", what


def test_a_message_without_a_canonical_form_is_refused() -> None:
    relative = b'xmlns:r="relative/address">'
    for tag in (b"<ceb:Inventory>", b"<ds:SignedInfo>"):
        assert _code(SIGNED.replace(tag, tag[:-1] + b" " + relative)) == "TW-G05-REFERENCE"
    with pytest.raises(ValueError, match="canonical form"):
        raw = LIST.replace(b"<ceb:Inventory>", b"<ceb:Inventory " + relative)
        sign(raw, key=KEY, certificate=CERTIFICATE)


@settings(max_examples=300, deadline=None, database=None)
@given(
    place=st.floats(0, 1, exclude_max=True),
    removed=st.integers(0, 12),
    inserted=st.text('abc<>/="& :1A中', max_size=6),
)
def test_a_changed_message_never_verifies_as_something_else(
    place: float, removed: int, inserted: str
) -> None:
    text = SIGNED.decode()
    start = int(place * len(text))
    changed = (text[:start] + inserted + text[start + removed :]).encode()
    verdict = verify(changed)
    assert verdict.ok or verdict.fault is not None
    if verdict.ok:
        read = parse(changed)
        assert [found.document for found in read.documents] == [
            found.document for found in parse(SIGNED).documents
        ]


def test_another_canonical_form_is_not_followed() -> None:
    other = SIGNED.replace(
        b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        b"http://www.w3.org/2001/10/xml-exc-c14n#",
    )
    assert _code(other) == "TW-G05-ALGORITHM"


def _with_certificate(certificate: x509.Certificate) -> bytes:
    return sign(LIST, key=KEY, certificate=certificate)


def test_a_signature_without_a_usable_certificate_is_refused() -> None:
    start = SIGNED.index(b"<ds:X509Certificate>") + len("<ds:X509Certificate>")
    end = SIGNED.index(b"</ds:X509Certificate>")
    assert _code(SIGNED[:start] + SIGNED[end:]) == "TW-G05-CERTIFICATE"
    junk = base64.b64encode(b"no certificate")
    assert _code(SIGNED[:start] + junk + SIGNED[end:]) == "TW-G05-CERTIFICATE"
    curve = ec.generate_private_key(ec.SECP256R1())
    assert _code(_with_certificate(makers.certificate(curve))) == "TW-G05-CERTIFICATE"  # type: ignore[arg-type]
    small = rsa.generate_private_key(65537, 1024)
    weak = sign(LIST, key=small, certificate=makers.certificate(small))
    assert _code(weak) == "TW-G05-CERTIFICATE"


def test_a_signature_that_is_not_base64_is_refused() -> None:
    start = SIGNED.index(b"<ds:SignatureValue>") + len("<ds:SignatureValue>")
    assert _code(SIGNED[:start] + b"*" + SIGNED[start:]) == "1001"


def test_a_message_is_not_signed_twice() -> None:
    with pytest.raises(ValueError, match="signed already"):
        sign(SIGNED, key=KEY, certificate=CERTIFICATE)
    with pytest.raises(ValueError, match="cannot be read"):
        sign(b"<a", key=KEY, certificate=CERTIFICATE)


def test_an_expired_certificate_is_reported_with_its_last_day_for_the_caller_to_judge() -> None:
    until = datetime(2021, 1, 1, tzinfo=UTC)
    verdict = verify(_with_certificate(makers.certificate(KEY, until=until)))
    assert verdict.ok
    assert verdict.certificate is not None
    assert certificate_firm(verdict.certificate).not_after == until


@pytest.mark.parametrize(
    ("code", "common", "read"),
    [
        ("1105910159", "client", "1105910159"),
        (None, "1105910159", "1105910159"),
        (None, "测试 91110108MA01ABCD12 一号", "91110108MA01ABCD12"),
        (None, "no code here", None),
    ],
)
def test_the_firm_of_a_certificate_is_its_serial_number_or_a_code_in_its_name(
    code: str | None, common: str, read: str | None
) -> None:
    firm = certificate_firm(makers.certificate(KEY, code=code, common=common))
    assert firm.code == read
    assert firm.name == "东方物通科技"
