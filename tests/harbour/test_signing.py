"""The harbour's quick signatures are ordinary XML signatures."""

from pathlib import Path

import pytest
from signxml import XMLVerifier
from signxml.exceptions import InvalidDigest, InvalidSignature

from harbour.keys import Keys, declarants, load_or_create
from harbour.messages import Message
from harbour.register import FIRMS
from harbour.stream import generate, pregenerate
from tests.harbour.made import START
from tidewaiter.intake.formats.ceb.signature import certificate_firm, verify


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return load_or_create(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def signed(keys: Keys) -> list[Message]:
    return pregenerate(60, 4, start=START, keys=keys)


def test_declarations_are_signed_by_their_declarant(keys: Keys, signed: list[Message]) -> None:
    lists = [message for message in signed if message.kind == "621"]
    assert lists
    for message in lists:
        verdict = verify(message.raw)
        assert verdict.ok, verdict.fault
        assert verdict.certificate is not None
        assert certificate_firm(verdict.certificate).code == message.sender


def test_another_library_accepts_the_signature(keys: Keys, signed: list[Message]) -> None:
    message = next(one for one in signed if one.kind == "621")
    XMLVerifier().verify(message.raw, x509_cert=keys.certificates[message.sender])
    changed = message.raw.replace(b"<ceb:packNo>1<", b"<ceb:packNo>2<")
    with pytest.raises((InvalidDigest, InvalidSignature)):
        XMLVerifier().verify(changed, x509_cert=keys.certificates[message.sender])
    assert not verify(changed).ok


def test_other_messages_carry_no_signature_unless_asked(tmp_path: Path) -> None:
    plain = pregenerate(40, 4, start=START, keys=None)
    assert not any(b"Signature" in one.raw for one in plain)
    everyone = load_or_create(tmp_path, [one.code for one in FIRMS[:21]])
    for message in generate(40, 4, start=START, keys=everyone, sign_all=True):
        assert verify(message.raw).ok


def test_signing_leaves_the_rest_of_the_message_alone(keys: Keys, signed: list[Message]) -> None:
    plain = pregenerate(60, 4, start=START)
    for bare, full in zip(plain, signed, strict=True):
        head, _, rest = full.raw.partition(b"<ds:Signature ")
        tail = rest.partition(b"</ds:Signature>")[2]
        assert head + tail == bare.raw


def test_keys_are_kept(tmp_path: Path) -> None:
    first = load_or_create(tmp_path, declarants()[:1])
    code = declarants()[0]
    assert load_or_create(tmp_path, [code]).certificate_pem(code) == first.certificate_pem(code)
    assert (tmp_path / f"{code}.key.pem").stat().st_mode & 0o077 == 0
