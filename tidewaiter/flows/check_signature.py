"""Who speaks in a message: the sender, with a certificate that is theirs (G-05, G-06)."""

from datetime import datetime

from cryptography.hazmat.primitives import hashes

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.messages import Parsed
from tidewaiter.intake.formats.ceb.signature import verify
from tidewaiter.intake.rules.shapes import LAW
from tidewaiter.law.loader import Law
from tidewaiter.registry.models import Operator
from tidewaiter.registry.queries import certificate_on


def signature_faults(parsed: Parsed, law: Law, sender: Operator, *, at: datetime) -> list[Fault]:
    """Whoever signs is the sender, with a valid certificate; some kinds must be signed (G-05,
    G-06).
    """
    found = []
    transfer = parsed.transfer
    if transfer is not None and transfer.copCode != sender.code:
        found.append(
            intake_fault(
                "TW-G05-SENDER",
                "BaseTransfer.copCode",
                transfer.copCode,
                "G-05",
                f"copCode is {transfer.copCode}, but the key is that of {sender.code}.",
                f"copCode为{transfer.copCode}，而报文使用了企业{sender.code}的密钥。",
                "Send it with the key of the firm that copCode names.",
                "请使用copCode所列企业的密钥发送。",
            )
        )
    if not parsed.signed:
        if law.must_sign(parsed.kind):
            found.append(
                intake_fault(
                    "TW-G06-UNSIGNED",
                    "Signature",
                    "",
                    "G-06",
                    f"Messages of kind {parsed.kind} must be signed; this one is not.",
                    f"报文{parsed.kind}必须加签，本报文没有签名。",
                    "Sign the message with the certificate that is bound to your firm.",
                    "请使用与企业绑定的证书加签。",
                )
            )
        return found
    verdict = verify(
        parsed.content if parsed.root is None else parsed.root, allow_sha1=sender.allows_rsa_sha1
    )
    if not verdict.ok:
        return [*found, verdict.fault]
    fingerprint = verdict.certificate.fingerprint(hashes.SHA256()).hex()
    speaks_for, wrong = certificate_on(fingerprint, at=at)
    if not wrong and speaks_for != sender.pk:
        wrong = "that of another firm"
    if wrong:
        found.append(
            intake_fault(
                "TW-G05-CERTIFICATE",
                "Signature.X509Certificate",
                fingerprint[:16],
                "G-05",
                f"The certificate {fingerprint[:16]}… that signed the message is {wrong}.",
                f"签名证书{fingerprint[:16]}…"
                + {"unknown": "未登记", "revoked": "已吊销", "expired": "不在有效期内"}.get(
                    wrong, "属于其他企业"
                )
                + "。",
                "Sign with the valid certificate that is bound to your firm, or have it bound.",
                "请使用与本企业绑定的有效证书加签，或办理证书绑定。",
            )
        )
    return found


def intake_fault(
    code: str, path: str, value: str, rule: str, en: str, zh: str, cure_en: str, cure_zh: str
) -> Fault:
    """A fault that the stories of intake find, with its sentence and cure in both languages."""
    return Fault(
        code=code,
        official="1004" if rule == "G-05" else None,
        path=path,
        value=value[:200],
        rule=rule,
        message={"en": en, "zh": zh},
        cure={"en": cure_en, "zh": cure_zh},
        law=LAW,
    )
