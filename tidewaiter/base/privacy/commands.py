"""Writes about the keys themselves."""

from datetime import datetime

from django.db import transaction

from tidewaiter.base.audit import trail
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.base.privacy import keys
from tidewaiter.base.privacy.models import MasterKeyFingerprint


@transaction.atomic
def confirm_master_key(*, by: Actor, at: datetime) -> None:
    """Make sure that the database is opened with the master key under which it was sealed.

    With another key nothing that is sealed would open, and, worse, every blind index would change
    unnoticed: each buyer would begin the year with an empty quota.
    """
    own = keys.ring().fingerprint
    known, first = MasterKeyFingerprint.objects.get_or_create(
        id=1, defaults={"fingerprint": own, "confirmed_at": at}
    )
    if first:
        trail.record(verb="privacy.master-key-confirmed", thing=known, by=by, at=at)
    elif known.fingerprint != own:
        raise Refusal(
            "privacy.wrong-master-key",
            Text(
                "The master key {given} is not the one under which this database is sealed,"
                " {expected}.",
                "主密钥 {given} 不是本数据库加密所用的主密钥 {expected}。",
            ),
            values={"given": own[:8], "expected": known.fingerprint[:8]},
            cure=Text(
                "Restore the old key from your safe copy: TIDEWAITER_MASTER_KEY,"
                " TIDEWAITER_MASTER_KEY_FILE or keys/master.key in the data folder.",
                "请从备份恢复原密钥：TIDEWAITER_MASTER_KEY、TIDEWAITER_MASTER_KEY_FILE，"
                "或数据目录中的 keys/master.key。",
            ),
            kind=Kind.CONFLICT,
        )
