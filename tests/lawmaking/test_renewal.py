"""An amendment is read while the law before it serves; one that cannot be used is told."""

import time
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from structlog.testing import capture_logs

from tests.lawmaking.makers import LIMIT, LIMITS, PACK, superseded
from tidewaiter.law import amendments
from tidewaiter.law.loader import load, renew, unread

BEGINS = date(2027, 3, 1)


def amended(folder: Path, content: str) -> None:
    amendments.publish(folder, PACK, {LIMITS: content.encode()})
    amendments.look_again()


def until(said, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < end, "nothing has come"
        time.sleep(0.01)


def limit() -> int:
    return load(PACK).on(BEGINS).number(LIMIT)


def test_whoever_asks_gets_the_old_law_until_the_new_one_is_ready(folder, monkeypatch) -> None:
    assert limit() == 150
    slow, open_door = [], []

    def make(pack: str):
        slow.append(pack)
        until(lambda: open_door)
        return before(pack)

    kept = load.__globals__["_shelf"]
    before = kept._make
    monkeypatch.setattr(kept, "_make", make)
    amended(folder, superseded("200"))
    for _ in range(3):
        assert limit() == 150
    open_door.append(True)
    until(lambda: limit() == 200)
    assert slow == [PACK], "read once, however many ask meanwhile"


@pytest.mark.django_db
def test_an_amendment_that_cannot_be_used_is_logged_once_and_stands_in_the_health(folder) -> None:
    assert limit() == 150
    sound = superseded("200")
    with capture_logs() as logs:
        amended(folder, sound + "  - id: broken\n")
        until(lambda: limit() == 150 and PACK in unread())
        for _ in range(3):
            amendments.look_again()
            assert limit() == 150
            assert renew(PACK).on(BEGINS).number(LIMIT) == 150
    [entry] = [each for each in logs if each["event"] == "law.unreadable"]
    assert entry["pack"] == PACK
    told = Client().get("/health").json()
    assert told["status"] == "degraded"
    assert told["law"][0]["pack"] == PACK
    assert f"{PACK}/{LIMITS}:" in told["law"][0]["sentence"]
    amended(folder, sound)
    until(lambda: limit() == 200)
    assert unread() == {}
    assert Client().get("/health").json()["status"] == "up"


def test_the_law_of_another_folder_is_not_the_past_of_this_one(folder, tmp_path) -> None:
    amended(folder, superseded("200"))
    assert renew(PACK).on(BEGINS).number(LIMIT) == 200
    amendments.lay(tmp_path / "elsewhere")
    assert limit() == 150
