from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from tidewaiter.base.audit.models import Entry
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.identity import commands, queries
from tidewaiter.base.identity.actors import Actor, ActorKind, system_actor
from tidewaiter.base.identity.models import ClientKey, Organisation, OrganisationKind, Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETUP = system_actor("setup")
STRANGER = Actor(kind=ActorKind.PERSON, id="0", label="x:0", organisation_code="x")
GOOD_PASSWORD = "walrus-kettle-amber-violin"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_keys_of_earlier_tests():
    queries.forget_cached_clients()
    yield
    queries.forget_cached_clients()


def an_organisation(code="SHOP01", kind=OrganisationKind.PLATFORM):
    return commands.register_organisation(code=code, name=code, kind=kind, by=SETUP, at=NOON)


def a_person(email="ada@customs.example", organisation=None, roles=("officer",), **more):
    return commands.register_person(
        email=email,
        name="Ada",
        organisation=organisation or an_organisation("CUSTOMS", OrganisationKind.AUTHORITY),
        roles=roles,
        by=SETUP,
        at=NOON,
        **more,
    )


def a_key(organisation=None, scopes=(Permission.MESSAGE_SUBMIT,)):
    return commands.issue_client_key(
        organisation=organisation or an_organisation(),
        label="warehouse system",
        scopes=scopes,
        by=SETUP,
        at=NOON,
    )


def test_an_organisation_is_registered_once():
    an_organisation()
    with pytest.raises(Refusal) as caught:
        an_organisation()
    assert caught.value.kind is Kind.CONFLICT


@pytest.mark.parametrize("code", ["", "has blank", "x" * 19, "编码", "a-b"])
def test_a_code_that_could_not_stand_in_a_message_is_refused(code):
    with pytest.raises(Refusal, match=r"identity\.organisation-code"):
        an_organisation(code)


def test_a_person_signs_in_with_the_address_in_any_case_of_letters():
    person = a_person(email=" Ada@Customs.Example ", password=GOOD_PASSWORD)
    assert authenticate(username="ADA@customs.example", password=GOOD_PASSWORD) == person
    assert authenticate(username="ada@customs.example", password="wrong") is None


def test_a_person_without_a_password_cannot_sign_in_with_one():
    assert not a_person().has_usable_password()


def test_an_address_belongs_to_one_person_in_any_case_of_letters():
    person = a_person()
    with pytest.raises(Refusal, match=r"identity\.person-known"):
        a_person(email="ADA@customs.example", organisation=person.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(email="ADA@customs.example")


def test_a_weak_password_is_refused_with_a_better_idea():
    with pytest.raises(Refusal) as caught:
        a_person(password="summer")
    assert "four words" in caught.value.render("en")["cure"]
    assert not Person.objects.exists()


def test_a_role_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(Refusal) as caught:
        a_person(roles=["emperor"])
    assert "emperor" in caught.value.sentence("en")
    assert "senior_officer" in caught.value.render("zh")["cure"]


def test_a_person_acts_with_the_permissions_of_their_roles():
    person = a_person(roles=["officer", "senior_officer"])
    assert person.actor.may(Permission.LANE_OVERRIDE)
    assert not person.actor.may(Permission.KEY_ISSUE)
    assert person.actor.organisation_code == "CUSTOMS"


def test_the_trail_knows_a_person_by_number_and_not_by_name():
    person = a_person()
    assert person.actor.label == f"CUSTOMS:{person.pk}"
    (entry,) = history_of(person)
    assert entry.verb == "person.registered"
    assert "ada" not in str(entry.details).lower()


def test_a_closed_account_may_do_nothing_and_cannot_sign_in():
    person = a_person(password=GOOD_PASSWORD)
    commands.deactivate_person(person, by=SETUP, at=NOON)
    assert person.actor.permissions == frozenset()
    assert authenticate(username=person.email, password=GOOD_PASSWORD) is None
    commands.deactivate_person(person, by=SETUP, at=NOON)
    assert [entry.verb for entry in history_of(person)] == [
        "person.registered",
        "person.deactivated",
    ]


def test_a_key_opens_and_names_its_organisation():
    key, token = a_key()
    found = queries.client_for(token)
    assert found == key
    assert found.organisation.code == "SHOP01"
    assert found.actor.permissions == {Permission.MESSAGE_SUBMIT}
    assert found.actor.label == f"key:{key.prefix}"


def test_the_secret_of_a_key_is_kept_nowhere():
    key, token = a_key()
    secret = token.split("_")[2]
    assert token == f"tw_{key.prefix}_{secret}"
    assert len(secret) == 52
    stored = ClientKey.objects.values().get()
    assert secret not in str(stored)
    assert secret not in str(Entry.objects.filter(verb="key.issued").values().get())


def test_two_keys_have_nothing_in_common():
    shop = an_organisation()
    first, second = a_key(shop), a_key(shop)
    assert first.key.prefix != second.key.prefix
    assert first.token[-52:] != second.token[-52:]


def test_a_key_with_one_wrong_letter_opens_nothing():
    _, token = a_key()
    wrong = token[:-2] + ("a" if token[-2] != "a" else "b") + token[-1]
    assert queries.client_for(wrong) is None


@pytest.mark.parametrize(
    "token", ["", "tw_", "tw_x_y", "Bearer x", "tw_" + "a" * 8 + "_" + "a" * 52, "tw_\x00", "é"]
)
def test_what_is_no_key_opens_nothing(token):
    assert queries.client_for(token) is None


def test_the_secret_of_one_key_does_not_fit_the_prefix_of_another():
    shop = an_organisation()
    first, second = a_key(shop), a_key(shop)
    assert queries.client_for(f"tw_{first.key.prefix}_{second.token[-52:]}") is None
    assert queries.client_for(second.token) == second.key
    assert queries.client_for(f"tw_{first.key.prefix}_{second.token[-52:]}") is None


def test_secrets_are_compared_in_constant_time_even_for_an_unknown_prefix(monkeypatch):
    compared = []
    real = queries.hmac.compare_digest

    def compare(left, right):
        compared.append((len(left), len(right)))
        return real(left, right)

    monkeypatch.setattr(queries.hmac, "compare_digest", compare)
    _, token = a_key()
    queries.client_for("tw_" + "a" * 8 + "_" + "a" * 52)
    queries.client_for(token)
    assert compared == [(32, 32), (32, 32)]


def test_a_key_that_was_just_used_is_not_looked_up_again(django_assert_num_queries):
    _, token = a_key()
    queries.client_for(token)
    with django_assert_num_queries(0):
        assert queries.client_for(token) is not None


def test_a_revoked_key_opens_nothing_from_the_commit_on(django_capture_on_commit_callbacks):
    key, token = a_key()
    assert queries.client_for(token) is not None
    with django_capture_on_commit_callbacks(execute=True):
        commands.revoke_client_key(key, by=SETUP, at=NOON + timedelta(hours=1))
    assert queries.client_for(token) is None
    assert key.actor.permissions == frozenset()


def test_another_process_notices_a_revocation_within_five_seconds(monkeypatch):
    key, token = a_key()
    now = 1000.0
    monkeypatch.setattr(queries.time, "monotonic", lambda: now)
    assert queries.client_for(token) is not None
    ClientKey.objects.filter(pk=key.pk).update(revoked_at=NOON)
    now += 5.0
    assert queries.client_for(token) is None


def test_revoking_twice_keeps_the_first_time():
    key, _ = a_key()
    commands.revoke_client_key(key, by=SETUP, at=NOON)
    commands.revoke_client_key(key, by=SETUP, at=NOON + timedelta(days=1))
    assert ClientKey.objects.get().revoked_at == NOON
    assert [entry.verb for entry in history_of(key)] == ["key.issued", "key.revoked"]


def test_wrong_keys_do_not_fill_the_memory():
    before = len(queries._cache._kept)
    for letter in "abcdefgh":
        queries.client_for("tw_" + letter * 8 + "_" + letter * 52)
    assert len(queries._cache._kept) == before


@pytest.mark.parametrize("scope", [Permission.PERSON_REVEAL, Permission.KEY_ISSUE, "everything"])
def test_a_key_cannot_carry_what_is_for_people(scope):
    with pytest.raises(Refusal, match=r"identity\.scope"):
        a_key(scopes=[scope])


def test_the_last_day_of_use_is_written_once_a_day(django_assert_num_queries):
    key, _ = a_key()
    commands.note_key_use(key, on=date(2026, 11, 23), by=key.actor, at=NOON)
    commands.note_key_use(key, on=date(2026, 11, 23), by=key.actor, at=NOON)
    commands.note_key_use(key, on=date(2026, 11, 22), by=key.actor, at=NOON)
    assert ClientKey.objects.get().last_used_on == date(2026, 11, 23)
    assert history_of(key).filter(verb="key.used").count() == 1


def test_a_stranger_can_do_none_of_this():
    shop = an_organisation()
    key, _ = a_key(shop)
    person = a_person()
    for forbidden in (
        lambda: commands.register_organisation(
            code="X", name="X", kind=OrganisationKind.OTHER, by=STRANGER, at=NOON
        ),
        lambda: commands.register_person(
            email="x@x.example", name="X", organisation=shop, roles=[], by=STRANGER, at=NOON
        ),
        lambda: commands.deactivate_person(person, by=STRANGER, at=NOON),
        lambda: commands.issue_client_key(
            organisation=shop, label="x", scopes=[], by=STRANGER, at=NOON
        ),
        lambda: commands.revoke_client_key(key, by=STRANGER, at=NOON),
    ):
        with pytest.raises(Refusal, match=r"access\.permission"):
            forbidden()


def test_everybody_sees_their_own_organisation_and_operators_see_all():
    shop, rival = an_organisation("SHOP01"), an_organisation("SHOP02")
    a_key(shop), a_key(rival)
    seller = a_person("s@shop.example", shop, ["sender"])
    operator = a_person("o@ops.example", rival, ["operator"])
    assert [each.organisation for each in ClientKey.objects.visible_to(seller.actor)] == [shop]
    assert list(Organisation.objects.visible_to(seller.actor)) == [shop]
    assert list(Person.objects.visible_to(seller.actor)) == [seller]
    assert ClientKey.objects.visible_to(operator.actor).count() == 2
    assert ClientKey.objects.visible_to(STRANGER).count() == 0
