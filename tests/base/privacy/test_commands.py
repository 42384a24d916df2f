from datetime import UTC, datetime

import pytest

from tidewaiter.base.audit.models import Entry
from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.base.privacy import keys
from tidewaiter.base.privacy.commands import confirm_master_key

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STARTER = system_actor("starter")

pytestmark = pytest.mark.django_db


def test_the_first_start_remembers_under_which_key_the_database_is_sealed():
    confirm_master_key(by=STARTER, at=NOON)
    confirm_master_key(by=STARTER, at=NOON)
    assert Entry.objects.filter(verb="privacy.master-key-confirmed").count() == 1


def test_a_start_with_another_key_is_refused(monkeypatch):
    confirm_master_key(by=STARTER, at=NOON)
    monkeypatch.setattr(keys, "ring", lambda: keys.KeyRing.of(bytes(32)))
    with pytest.raises(Refusal, match=r"privacy\.wrong-master-key"):
        confirm_master_key(by=STARTER, at=NOON)
