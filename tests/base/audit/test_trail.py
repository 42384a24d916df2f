from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tidewaiter.base.audit.models import Entry
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.identity.models import Organisation

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASSESSOR = system_actor("assessor")
BATCH = Thing("risk.batch", "7")

pytestmark = pytest.mark.django_db


def test_an_entry_tells_who_did_what_to_what_and_when():
    record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON, parcels=300)
    entry = Entry.objects.get()
    assert str(entry) == "2026-11-23 12:00:00 system:assessor batch.assessed risk.batch 7"
    assert (entry.by_kind, entry.by_id, entry.details) == ("system", "assessor", {"parcels": 300})


def test_the_history_of_a_row_comes_in_the_order_in_which_it_was_written():
    shop = Organisation.objects.create(code="SHOP", name="Shop", kind="merchant")
    for verb in ("shop.opened", "shop.closed"):
        record(verb=verb, thing=shop, by=ASSESSOR, at=NOON)
    record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON)
    assert [entry.verb for entry in history_of(shop)] == ["shop.opened", "shop.closed"]


def test_history_stays_when_the_thing_goes():
    shop = Organisation.objects.create(code="SHOP", name="Shop", kind="merchant")
    record(verb="shop.opened", thing=shop, by=ASSESSOR, at=NOON)
    named = Thing("identity.organisation", str(shop.pk))
    shop.delete()
    assert history_of(named).count() == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET verb = 'x.y'", "DELETE FROM audit_entry",
     "UPDATE audit_entry SET at = at WHERE false"],
)  # fmt: skip
def test_the_database_refuses_to_change_the_trail(statement):
    record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.get().verb == "batch.assessed"


def test_the_models_cannot_get_round_that():
    record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.get().save()


@pytest.mark.parametrize(
    "details",
    [{"buyerIdNumber": "1"}, {"email": "a@b.example"}, {"head": {"payer_name": "x"}},
     {"rows": [{"phone": "1"}]}],
)  # fmt: skip
def test_personal_data_does_not_enter_the_trail(details):
    with pytest.raises(ValueError, match="personal data"):
        record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON, **details)
    assert not Entry.objects.exists()


def test_amounts_days_and_sets_are_written_as_text():
    record(
        verb="batch.assessed",
        thing=BATCH,
        by=ASSESSOR,
        at=NOON,
        amount=Decimal("9.10"),
        on=date(2026, 11, 23),
        index=UUID(int=1),
        lanes={"release", "hold"},
        nothing=None,
        nested={"each": (1, Decimal("0.1"))},
    )
    assert Entry.objects.get().details == {
        "amount": "9.10",
        "on": "2026-11-23",
        "index": "00000000-0000-0000-0000-000000000001",
        "lanes": ["hold", "release"],
        "nothing": None,
        "nested": {"each": [1, "0.1"]},
    }


def test_what_has_no_plain_form_is_refused():
    with pytest.raises(ValueError, match="object"):
        record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON, what=object())


@pytest.mark.parametrize("verb", ["assessed", "Batch.Assessed", "batch assessed", "", "batch."])
def test_a_verb_is_a_dotted_word(verb):
    with pytest.raises(ValueError, match="looks like"):
        record(verb=verb, thing=BATCH, by=ASSESSOR, at=NOON)


def test_a_thing_must_exist_before_something_is_done_to_it():
    with pytest.raises(ValueError, match="saved"):
        record(verb="shop.opened", thing=Organisation(), by=ASSESSOR, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_its_deed_is_a_bug():
    with pytest.raises(RuntimeError, match="transaction"):
        record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_rolled_back_leaves_no_entry():
    with transaction.atomic():
        record(verb="batch.assessed", thing=BATCH, by=ASSESSOR, at=NOON)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
