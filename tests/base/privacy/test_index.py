from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.base.privacy import keys
from tidewaiter.base.privacy.index import IndexKind, blind

KINDS = st.sampled_from(IndexKind)


def test_two_spellings_of_one_person_have_one_index():
    assert blind(IndexKind.PHONE, "+86 138-0013-8000") == blind(IndexKind.PHONE, "13800138000")
    assert blind(IndexKind.NAME, "Li Na") == blind(IndexKind.NAME, "LI NA")


@given(KINDS, st.text(max_size=30))
def test_an_index_is_the_same_each_time(kind, value):
    assert blind(kind, value) == blind(kind, value)


@given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
def test_an_index_depends_on_what_the_value_is(value):
    others = [kind for kind in IndexKind if kind is not IndexKind.PHONE]
    assert len({blind(kind, value) for kind in others}) == len(others)


@pytest.mark.parametrize("kind", IndexKind)
@pytest.mark.parametrize("value", [None, "", "  ", "-"])
def test_what_is_absent_has_no_index(kind, value):
    assert blind(kind, value) is None


def test_an_index_is_a_short_opaque_number():
    index = blind(IndexKind.NAME, "张伟")
    assert isinstance(index, UUID)
    assert "张" not in str(index)


def test_another_master_key_gives_other_indexes(monkeypatch):
    before = blind(IndexKind.NAME, "张伟")
    monkeypatch.setattr(keys, "ring", lambda: keys.KeyRing.of(bytes(32)))
    assert blind(IndexKind.NAME, "张伟") != before


def test_a_broken_character_is_indexed_and_raises_nothing():
    assert blind(IndexKind.NAME, "张\ud800") is not None
