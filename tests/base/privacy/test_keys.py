import base64
import os
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from tidewaiter.base.privacy import keys

MASTER = bytes(range(32))


@pytest.fixture(autouse=True)
def _fresh_keys(monkeypatch, settings, tmp_path):
    monkeypatch.delenv("TIDEWAITER_MASTER_KEY", raising=False)
    monkeypatch.delenv("TIDEWAITER_MASTER_KEY_FILE", raising=False)
    settings.TIDEWAITER_HOME = tmp_path
    keys.forget()
    yield
    keys.forget()


def test_the_key_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("TIDEWAITER_MASTER_KEY", base64.b64encode(MASTER).decode())
    assert keys.master_key() == MASTER


@pytest.mark.parametrize("content", [MASTER, base64.b64encode(MASTER) + b"\n"])
def test_the_key_comes_from_a_named_file_raw_or_in_base64(monkeypatch, tmp_path, content):
    (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv("TIDEWAITER_MASTER_KEY_FILE", str(tmp_path / "secret"))
    assert keys.master_key() == MASTER


@pytest.mark.parametrize("given", ["short", base64.b64encode(b"x" * 31).decode(), "ü" * 44])
def test_a_key_of_the_wrong_length_is_refused_with_the_way_to_make_one(monkeypatch, given):
    monkeypatch.setenv("TIDEWAITER_MASTER_KEY", given)
    with pytest.raises(ImproperlyConfigured, match="urandom"):
        keys.master_key()


def test_a_named_file_that_is_not_there_is_not_replaced_by_a_new_key(monkeypatch, tmp_path):
    monkeypatch.setenv("TIDEWAITER_MASTER_KEY_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        keys.master_key()
    assert list(tmp_path.iterdir()) == []


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path):
    made = keys.master_key()
    file = tmp_path / "keys" / "master.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["master.key"]
    assert keys.master_key() == made


def test_processes_that_start_together_agree_on_one_key():
    gate, made = threading.Barrier(8), []

    def start():
        gate.wait()
        made.append(keys.master_key())

    starters = [threading.Thread(target=start) for _ in range(8)]
    for each in starters:
        each.start()
    for each in starters:
        each.join()
    assert len(made) == 8
    assert len(set(made)) == 1


def test_a_key_that_others_can_read_is_refused(tmp_path):
    keys.master_key()
    os.chmod(tmp_path / "keys" / "master.key", 0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        keys.master_key()


def test_the_keys_of_a_ring_differ_from_each_other_and_from_the_master_key():
    ring = keys.KeyRing.of(MASTER)
    assert len({MASTER, ring.index, ring.wrapping, ring.message}) == 4


def test_the_same_master_key_gives_the_same_ring_for_ever():
    ring = keys.KeyRing.of(MASTER)
    assert ring == keys.KeyRing.of(MASTER)
    assert ring.fingerprint == "e2c988c9559da0a220beb7fd6ce348c2"


def test_a_ring_does_not_print_its_keys():
    ring = keys.KeyRing.of(MASTER)
    assert repr(ring) == f"KeyRing(fingerprint='{ring.fingerprint}')"
