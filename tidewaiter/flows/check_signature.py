"""Who speaks in a message: the sender, with a certificate that is theirs (G-05, G-06)."""

from datetime import datetime

from cryptography.hazmat.primitives import hashes

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.messages import Parsed
from tidewaiter.intake.formats.ceb.signature import verify
from tidewaiter.intake.rules.faults import fault_of
from tidewaiter.law.loader import Law
from tidewaiter.registry.models import Operator
from tidewaiter.registry.queries.operators import certificate_on


def signature_faults(parsed: Parsed, law: Law, sender: Operator, *, at: datetime) -> list[Fault]:
    """Whoever signs is the sender, with a valid certificate; some kinds must be signed (G-05,
    G-06).
    """
    found = []
    transfer = parsed.transfer
    if transfer is not None and transfer.copCode != sender.code:
        found.append(
            fault_of(
                "TW-G05-SENDER",
                path="BaseTransfer.copCode",
                value=transfer.copCode,
                sender=sender.code,
            )
        )
    if not parsed.signed:
        if law.must_sign(parsed.kind):
            found.append(fault_of("TW-G06-UNSIGNED", path="Signature", kind=parsed.kind))
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
            fault_of(
                "TW-G05-CERTIFICATE",
                path="Signature.X509Certificate",
                value=fingerprint[:16],
                wrong=Text(wrong, _WRONG.get(wrong, "属于其他企业")),
            )
        )
    return found


_WRONG = {"unknown": "未登记", "revoked": "已吊销", "expired": "不在有效期内"}
"""What can be wrong with a certificate, in Chinese; else it is that of another firm."""
