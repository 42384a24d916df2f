"""What the office signs can be checked later, and nothing else passes for it."""

import base64

import pytest

from tidewaiter.base.privacy import signing

SECRET = bytes(range(32))


@pytest.fixture(autouse=True)
def _own_key(monkeypatch):
    monkeypatch.setenv(signing.VARIABLE, base64.b64encode(SECRET).decode())
    signing.forget()
    yield
    signing.forget()


def test_what_was_signed_is_read_back():
    assert signing.signed_content(signing.sign(b"a report")) == b"a report"


def test_the_signature_is_that_of_the_standard():
    # RFC 8032, 7.1, first test: the empty message
    seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    assert key.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a")
    head = base64.urlsafe_b64decode(signing.sign(b"x").partition(".")[0] + "==")
    assert head == b'{"alg":"EdDSA"}'


@pytest.mark.parametrize("place", [0, 5, 30, -1, -40])
def test_a_changed_letter_is_noticed(place):
    code = signing.sign(b"a report of some length")
    letter = "B" if code[place] != "B" else "C"
    changed = code[:place] + letter + (code[place + 1 :] if place != -1 else "")
    assert signing.signed_content(changed) is None


@pytest.mark.parametrize("code", ["", ".", "..", "a.b.c", "é", "eyJhbGciOiJub25lIn0.YQ.", "=" * 9])
def test_nonsense_is_not_signed(code):
    assert signing.signed_content(code) is None


def test_a_signature_of_another_office_is_none_here(monkeypatch):
    code = signing.sign(b"a report")
    monkeypatch.setenv(signing.VARIABLE, base64.b64encode(bytes(32)).decode())
    signing.forget()
    assert signing.signed_content(code) is None


def test_a_signature_may_travel_apart():
    apart = signing.signature(b"a report")
    assert signing.fits(b"a report", apart)
    assert not signing.fits(b"a Report", apart)


def test_the_first_use_makes_a_key_that_only_its_owner_can_read(tmp_path, monkeypatch, settings):
    monkeypatch.delenv(signing.VARIABLE)
    settings.TIDEWAITER_HOME = tmp_path
    signing.forget()
    code = signing.sign(b"a report")
    own = tmp_path / "keys" / "signing.key"
    assert own.stat().st_mode & 0o777 == 0o600
    signing.forget()
    assert signing.signed_content(code) == b"a report"


def test_the_public_key_is_told_without_the_secret_one():
    told = signing.public_key()
    assert (told["kty"], told["crv"]) == ("OKP", "Ed25519")
    assert "d" not in told
