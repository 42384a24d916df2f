import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.base.privacy import vault
from tidewaiter.base.privacy.models import Subject
from tidewaiter.base.privacy.vault import (
    SealBroken,
    open_message,
    open_sealed,
    seal,
    seal_message,
    subject_keys,
)

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONTEXTS = st.binary(max_size=30)


@pytest.fixture(autouse=True)
def _no_keys_of_earlier_tests():
    vault.forget_cached_keys()
    yield
    vault.forget_cached_keys()


@given(st.binary(max_size=300), CONTEXTS)
def test_what_is_sealed_opens_in_its_place(plaintext, context):
    assert open_sealed(KEY, seal(KEY, plaintext, context=context), context=context) == plaintext


@given(st.binary(max_size=60), st.data())
def test_a_block_with_one_changed_bit_does_not_open(plaintext, data):
    sealed = bytearray(seal(KEY, plaintext, context=b"order:1"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        open_sealed(KEY, bytes(sealed), context=b"order:1")


@given(st.binary(max_size=60), st.integers(min_value=0))
def test_a_block_that_was_cut_does_not_open(plaintext, length):
    sealed = seal(KEY, plaintext, context=b"order:1")
    with pytest.raises(SealBroken):
        open_sealed(KEY, sealed[: length % len(sealed)], context=b"order:1")


@given(CONTEXTS, CONTEXTS)
def test_a_block_that_was_copied_elsewhere_does_not_open(here, there):
    if here != there:
        with pytest.raises(SealBroken):
            open_sealed(KEY, seal(KEY, b"Li Na", context=here), context=there)


def test_the_key_of_another_subject_does_not_open():
    with pytest.raises(SealBroken):
        open_sealed(OTHER_KEY, seal(KEY, b"Li Na", context=b"order:1"), context=b"order:1")


def test_equal_texts_look_different_when_sealed():
    assert seal(KEY, b"Li Na", context=b"x") != seal(KEY, b"Li Na", context=b"x")


@given(st.binary(max_size=3000), CONTEXTS)
def test_a_message_comes_back_to_the_byte(raw, context):
    assert open_message(seal_message(raw, context=context), context=context) == raw


def test_a_message_is_compressed_before_it_is_sealed():
    raw = b"<ceb:OrderHead><ceb:guid/></ceb:OrderHead>" * 1000
    assert len(seal_message(raw)) < len(raw) / 50


def test_a_message_with_a_changed_bit_does_not_open():
    sealed = bytearray(seal_message(b"<ceb/>"))
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        open_message(bytes(sealed))


def test_a_message_that_is_too_large_is_not_taken(monkeypatch):
    monkeypatch.setattr(vault, "LARGEST_MESSAGE", 10)
    with pytest.raises(ValueError):
        seal_message(b"x" * 11)


@pytest.mark.django_db
def test_a_subject_has_one_key_for_ever():
    index = uuid4()
    first = subject_keys([index], at=NOON)
    vault.forget_cached_keys()
    assert subject_keys([index, index], at=NOON) == first
    assert len(first[index]) == 32


@pytest.mark.django_db
def test_each_subject_has_a_key_of_its_own():
    made = subject_keys([uuid4() for _ in range(50)], at=NOON)
    assert len(set(made.values())) == 50
    assert Subject.objects.count() == 50


@pytest.mark.django_db
def test_only_those_who_are_new_get_a_new_key():
    old, new = uuid4(), uuid4()
    before = subject_keys([old], at=NOON)
    vault.forget_cached_keys()
    after = subject_keys([new, old], at=NOON)
    assert after[old] == before[old]
    assert set(after) == {old, new}


@pytest.mark.django_db
def test_the_database_never_holds_a_key_in_the_clear():
    index = uuid4()
    key = subject_keys([index], at=NOON)[index]
    assert key not in bytes(Subject.objects.get(index=index).wrapped_key)


@pytest.mark.django_db
def test_a_wrapped_key_that_was_given_to_another_subject_does_not_open():
    mine, yours = uuid4(), uuid4()
    subject_keys([mine, yours], at=NOON)
    stolen = Subject.objects.get(index=yours).wrapped_key
    Subject.objects.filter(index=mine).update(wrapped_key=stolen)
    vault.forget_cached_keys()
    with pytest.raises(SealBroken):
        subject_keys([mine], at=NOON)


@pytest.mark.django_db
def test_reading_makes_no_subjects():
    known, unknown = uuid4(), uuid4()
    made = subject_keys([known], at=NOON)
    vault.forget_cached_keys()
    assert vault.known_subject_keys([known, unknown]) == made
    assert Subject.objects.count() == 1


@pytest.mark.django_db
def test_keys_that_were_just_used_are_not_fetched_again(django_assert_num_queries):
    indexes = [uuid4() for _ in range(20)]
    first = subject_keys(indexes, at=NOON)
    with django_assert_num_queries(0):
        assert subject_keys(reversed(indexes), at=NOON) == first


@pytest.mark.django_db
def test_nobody_new_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert subject_keys([], at=NOON) == {}


@pytest.mark.django_db(transaction=True)
def test_a_key_is_not_made_inside_a_transaction_that_could_take_it_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        subject_keys([uuid4()], at=NOON)
    assert Subject.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_key_seen_inside_a_transaction_is_not_remembered_if_it_is_rolled_back():
    index = uuid4()
    row = (index, b"\x01" + b"n" * 12)
    with transaction.atomic():
        made = vault._created([index], NOON)
        assert vault.known_subject_keys([index]) == made
        transaction.set_rollback(True)
    assert vault.known_subject_keys([row[0]]) == {}


@pytest.mark.django_db(transaction=True)
def test_writers_in_parallel_agree_on_each_key():
    indexes = [UUID(int=number) for number in range(60)]
    gate, seen, troubles = threading.Barrier(4), [], []

    def write(order):
        try:
            gate.wait()
            for start in range(0, 60, 10):
                fresh = vault._Recent(100, 60)
                seen.append(_keys_by_a_process_of_its_own(fresh, order[start : start + 30]))
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    writers = [
        threading.Thread(target=write, args=[indexes[turn:] + indexes[:turn]])
        for turn in (0, 15, 30, 45)
    ]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert troubles == []
    agreed: dict[UUID, bytes] = {}
    for keys in seen:
        for index, key in keys.items():
            assert agreed.setdefault(index, key) == key


def _keys_by_a_process_of_its_own(cache, indexes):
    """Ask as another process would, without the memory that threads share."""
    _, missing = cache.look_up(indexes)
    with transaction.atomic(durable=True):
        found = vault._fetched(missing)
        fresh = sorted(index for index in missing if index not in found)
        return found | (vault._created(fresh, NOON) if fresh else {})


def test_the_memory_for_keys_is_bounded_and_forgets_the_longest_unused():
    recent = vault._Recent(2, 60)
    first, second, third = (UUID(int=number) for number in range(3))
    recent.keep({first: b"1", second: b"2"})
    recent.look_up([first])
    recent.keep({third: b"3"})
    assert recent.look_up([first, second, third]) == ({first: b"1", third: b"3"}, [second])


def test_a_remembered_key_is_forgotten_after_its_time():
    recent = vault._Recent(2, -1)
    recent.keep({UUID(int=1): b"1"})
    assert recent.look_up([UUID(int=1)]) == ({}, [UUID(int=1)])
