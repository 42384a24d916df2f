"""Days and moments are digits in China's time, and only those that exist."""

from datetime import UTC, date, datetime

import pytest

from tidewaiter.intake.formats.ceb.moments import day, moment, stamp, stamp_millis


def test_a_moment_is_read_in_chinas_time() -> None:
    assert moment("20260308112701") == datetime(2026, 3, 8, 3, 27, 1, tzinfo=UTC)
    assert moment("20260308112701250").microsecond == 250_000


def test_a_day_is_read() -> None:
    assert day("20240229") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2026",
        "20260230000000",
        "20991399000000",
        "20260308250000",
        "２０２６０３０８１１２７０１",
    ],
)
def test_a_moment_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        moment(written)


@pytest.mark.parametrize("written", ["", "20260230", "2026-3-8", "２０２６０３０８", "20261301"])
def test_a_day_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        day(written)


def test_a_moment_is_written_as_it_is_read() -> None:
    at = datetime(2026, 3, 8, 23, 59, 59, 999_999, tzinfo=UTC)
    assert stamp(at) == "20260309075959"
    assert stamp_millis(at) == "20260309075959999"
    assert stamp(moment(stamp(at))) == stamp(at)
