"""Certificates: signed, verified without asking, revoked, replaced, expired."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.registry.applicants import MONDAY, USCC, admitted, decide, reviewer
from tidewaiter.base.privacy.signing import public_key
from tidewaiter.registry.models import Attestation
from tidewaiter.registry.queries.register import attestation_named, holds
from tidewaiter.registry.rules.attestations import read
from tidewaiter.surfaces.kit.registered import claims_of
from tidewaiter.surfaces.ops.cli import app

pytestmark = pytest.mark.django_db


def test_who_is_admitted_has_a_certificate_until_verified_again() -> None:
    one = admitted().operator.attestations.get()
    claims = claims_of(one.signed)
    assert (claims.reference, claims.code, claims.roles) == (one.reference, USCC, ("merchant",))
    # six months, and the ten days in which the firm may prove itself anew; the last is a Saturday
    assert claims.until.isoformat() == "2026-12-14"
    assert holds(claims, on=MONDAY.date()).state == "valid"
    assert holds(claims, on=claims.until).state == "valid"
    assert attestation_named(one.reference.lower()) == one


def test_a_changed_certificate_is_not_genuine() -> None:
    code = admitted().operator.attestations.get().signed
    head, body, signature = code.split(".")
    for changed in (f"{head}.{body[:-2]}AA.{signature}", f"{head}.{body}.{signature[:-2]}AA", ""):
        assert claims_of(changed) is None
    assert claims_of(f"https://harbour.example/register/verify/?code={code}").code == USCC


def test_what_is_signed_for_another_purpose_is_no_certificate() -> None:
    assert read(b'{"typ":"duties","code":"X"}') is None
    assert read(b"no json") is None


def test_a_suspension_revokes_it_and_a_return_gives_a_new_one() -> None:
    application, officer = admitted(), reviewer().actor
    first = Attestation.objects.get()
    decide(application.docket, "suspend", by=officer, move={"why": "unsafe-goods"})
    state = holds(claims_of(first.signed), on=MONDAY.date())
    assert (state.state, state.reason) == ("revoked", "unsafe-goods")
    from tidewaiter.flows.dockets import make_move

    lifted = {"grounds": "The goods were taken back."}
    make_move(application.docket, "lift", lifted, by=officer, at=MONDAY)
    second = Attestation.objects.get(revoked_at=None)
    assert second != first
    assert holds(claims_of(second.signed), on=MONDAY.date()).state == "valid"


def test_it_is_verified_from_the_shell_with_nothing_but_the_public_key(tmp_path: Path) -> None:
    code = admitted().operator.attestations.get().signed
    key = tmp_path / "key.json"
    key.write_text(json.dumps({"keys": [public_key()]}))
    paper = tmp_path / "certificate.txt"
    paper.write_text("\n".join(code[start : start + 60] for start in range(0, len(code), 60)))
    said = CliRunner().invoke(app, ["certificate", "verify", str(paper), "--key", str(key)])
    told = json.loads(said.stdout)
    assert told["genuine"] is True
    assert told["code"] == USCC
    forged = CliRunner().invoke(app, ["certificate", "verify", code[:-4], "--key", str(key)])
    assert (forged.exit_code, json.loads(forged.stdout)) == (1, {"genuine": False})
    other = tmp_path / "other.json"
    other.write_text('{"kty":"RSA"}')
    wrong = CliRunner().invoke(app, ["certificate", "verify", code, "--key", str(other)])
    assert wrong.exit_code == 2
