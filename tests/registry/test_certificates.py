"""Certificates: who may sign for whom, and until when (G-05, G-06)."""

from datetime import UTC, datetime

import pytest

from harbour.keys import create
from tests.cast import CLERK, NOON, signing_keys
from tests.makers import (
    a_cancellation,
    a_parcel,
    a_refund,
    guid,
    in_message,
    receipts_for,
    send_raw,
)
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.messages import BaseTransfer, Message
from tidewaiter.intake.formats.ceb.signature import sign
from tidewaiter.intake.formats.ceb.xml import write
from tidewaiter.intake.models import Declaration
from tidewaiter.registry.commands.operators import bind_certificate, revoke_certificate
from tidewaiter.registry.models import Certificate, Operator
from tidewaiter.registry.queries.operators import certificate_on

PARCEL = a_parcel()
AGENT = PARCEL.inventory.head.agentCode
OTHER = next(code for code in signing_keys().private if code != AGENT)


def unsigned(sender: str = AGENT) -> bytes:
    return write(
        Message(
            kind=Kind.DECLARATION,
            guid=guid(),
            documents=[PARCEL.inventory],
            transfer=BaseTransfer(copCode=sender, copName="企业", dxpMode="DXP", dxpId="DXP1"),
        )
    )


def signed_by(code: str, *, algorithm: str = "rsa-sha256") -> bytes:
    keys = signing_keys()
    return sign(
        unsigned(),
        key=keys.private[code],
        certificate=keys.certificates[code],
        algorithm=algorithm,
    )


def codes(raw: bytes, at: datetime = NOON) -> list[str]:
    [answer] = send_raw(raw, AGENT, at=at).documents
    assert answer.status == ("100" if answer.reasons else "2")
    return [reason["code"] for reason in answer.reasons]


def bound(code: str = AGENT) -> Certificate:
    return Certificate.objects.get(operator__code=code)


def test_a_declaration_signed_by_its_declarant_is_kept(firms: dict[str, Operator]) -> None:
    assert codes(signed_by(AGENT)) == []


def test_a_declaration_must_be_signed(firms: dict[str, Operator]) -> None:
    assert codes(unsigned()) == ["TW-G06-UNSIGNED"]
    [receipt] = receipts_for(PARCEL.inventory)
    assert receipt.kind == Kind.DECLARATION_RECEIPT


def test_an_order_need_not_be_signed(firms: dict[str, Operator]) -> None:
    order = PARCEL.order
    assert send_raw(in_message(order), order.head.ebpCode).documents[0].status == "2"


def test_a_signature_by_another_firm_is_refused_with_its_code(firms: dict[str, Operator]) -> None:
    answer = send_raw(signed_by(OTHER), AGENT).documents[0]
    [reason] = answer.reasons
    assert reason["code"] == "TW-G05-CERTIFICATE"
    assert reason["official"] == "1004"
    assert "another firm" in reason["message"]["en"]
    assert "其他企业" in reason["message"]["zh"]


def test_a_certificate_that_nobody_bound_is_refused(firms: dict[str, Operator]) -> None:
    key, certificate = create(AGENT)
    answer = send_raw(sign(unsigned(), key=key, certificate=certificate), AGENT)
    [reason] = answer.documents[0].reasons
    assert reason["code"] == "TW-G05-CERTIFICATE"
    assert "unknown" in reason["message"]["en"]
    assert "未登记" in reason["message"]["zh"]


def test_a_revoked_certificate_is_refused_from_the_moment_of_revocation(
    firms: dict[str, Operator],
) -> None:
    revoke_certificate(bound(), by=CLERK, at=NOON)
    answer = send_raw(signed_by(AGENT), AGENT)
    [reason] = answer.documents[0].reasons
    assert "revoked" in reason["message"]["en"]
    assert "已吊销" in reason["message"]["zh"]


def test_an_expired_certificate_is_refused(firms: dict[str, Operator]) -> None:
    Certificate.objects.filter(operator__code=AGENT).update(
        not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime(2026, 5, 31, tzinfo=UTC)
    )
    answer = send_raw(signed_by(AGENT), AGENT)
    [reason] = answer.documents[0].reasons
    assert "expired" in reason["message"]["en"]
    assert "有效期" in reason["message"]["zh"]


def test_sha1_is_taken_only_from_firms_that_are_registered_for_it(
    firms: dict[str, Operator],
) -> None:
    assert codes(signed_by(AGENT, algorithm="rsa-sha1")) != []
    Operator.objects.filter(code=AGENT).update(allows_rsa_sha1=True)
    assert codes(signed_by(AGENT, algorithm="rsa-sha1").replace(b"?>\n", b"?>\n\n")) == []


def test_a_signed_message_that_was_changed_is_refused(firms: dict[str, Operator]) -> None:
    raw = signed_by(AGENT).replace(b"<ceb:packNo>1<", b"<ceb:packNo>2<")
    assert codes(raw) == ["1004"]


def test_a_message_that_names_another_firm_in_its_transfer_is_refused(
    firms: dict[str, Operator],
) -> None:
    keys = signing_keys()
    raw = sign(unsigned(OTHER), key=keys.private[AGENT], certificate=keys.certificates[AGENT])
    assert "TW-G05-SENDER" in codes(raw)


def test_what_is_wrong_with_a_certificate_depends_on_the_moment(
    firms: dict[str, Operator],
) -> None:
    certificate = bound()
    assert certificate_on(certificate.fingerprint, at=NOON) == (certificate.operator_id, "")
    assert certificate_on("0" * 64, at=NOON) == (None, "unknown")
    early = datetime(2019, 1, 1, tzinfo=UTC)
    assert certificate_on(certificate.fingerprint, at=early) == (certificate.operator_id, "expired")
    revoke_certificate(certificate, by=CLERK, at=NOON)
    assert certificate_on(certificate.fingerprint, at=NOON)[1] == "revoked"
    assert certificate_on(certificate.fingerprint, at=datetime(2026, 5, 1, tzinfo=UTC))[1] == ""


def test_revoking_twice_keeps_the_first_moment(firms: dict[str, Operator]) -> None:
    revoke_certificate(bound(), by=CLERK, at=NOON)
    revoke_certificate(bound(), by=CLERK, at=datetime(2026, 7, 1, tzinfo=UTC))
    assert bound().revoked_at == NOON


def test_a_new_certificate_speaks_for_its_firm_beside_the_old_one(
    firms: dict[str, Operator],
) -> None:
    key, certificate = create(AGENT)
    bind_certificate(firms[AGENT], certificate, by=CLERK, at=NOON)
    assert codes(sign(unsigned(), key=key, certificate=certificate)) == []


@pytest.mark.parametrize("kind", ["cancellation", "refund"])
def test_cancellations_and_returns_must_be_signed(firms: dict[str, Operator], kind: str) -> None:
    stored = Declaration(pk=7, received_at=NOON, customs_code="2244")
    make = {"cancellation": a_cancellation, "refund": a_refund}[kind]
    paper = make(stored, PARCEL.inventory)
    raw = write(
        Message(
            kind=Kind.CANCELLATION if kind == "cancellation" else Kind.REFUND,
            guid=guid(),
            documents=[paper],
            transfer=BaseTransfer(copCode=AGENT, copName="企业", dxpMode="DXP", dxpId="DXP1"),
        )
    )
    assert codes(raw) == ["TW-G06-UNSIGNED"]
