"""What a document does whose business key is known already (G-02, G-03, G-04)."""

from datetime import datetime, timedelta

import pytest

from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.moments import CHINA
from tidewaiter.intake.rules.repeats import Earlier, Follow, Standing, follow

NOON = datetime(2026, 6, 1, 12, tzinfo=CHINA)
BEFORE, AFTER = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)
NEW, CHANGE, DELETE = "1", "2", "3"
NONE, WAITING, REJECTED, ACCEPTED = Standing

# stored document · its content the same? · appType · appTime → what happens, and why not
TABLE = [
    (NONE, False, NEW, NOON, Follow.ADD, None),
    (NONE, False, CHANGE, NOON, Follow.REFUSE, "TW-G03-NOTHING-TO-CHANGE"),
    (NONE, False, DELETE, NOON, Follow.REFUSE, "TW-G03-NOTHING-TO-CHANGE"),
    (WAITING, True, NEW, NOON, Follow.REPEAT, None),
    (WAITING, True, CHANGE, NOON, Follow.REPEAT, None),
    (WAITING, False, NEW, AFTER, Follow.REFUSE, "TW-G03-REPEAT"),
    (WAITING, False, NEW, NOON, Follow.REFUSE, "TW-G03-REPEAT"),
    (WAITING, False, CHANGE, AFTER, Follow.REPLACE, None),
    (WAITING, False, CHANGE, NOON, Follow.REPLACE, None),
    (WAITING, False, DELETE, AFTER, Follow.WITHDRAW, None),
    (REJECTED, True, NEW, NOON, Follow.REPEAT, None),
    (REJECTED, False, NEW, AFTER, Follow.REPLACE, None),
    (REJECTED, False, CHANGE, AFTER, Follow.REPLACE, None),
    (REJECTED, False, DELETE, AFTER, Follow.WITHDRAW, None),
    (ACCEPTED, True, NEW, NOON, Follow.REPEAT, None),
    (ACCEPTED, False, NEW, AFTER, Follow.REFUSE, "TW-G03-ACCEPTED"),
    (ACCEPTED, False, CHANGE, AFTER, Follow.REFUSE, "TW-G03-ACCEPTED"),
    (ACCEPTED, False, DELETE, AFTER, Follow.REFUSE, "TW-G03-ACCEPTED"),
    *(
        (standing, False, app_type, BEFORE, Follow.REFUSE, "TW-G04-STALE")
        for standing in (WAITING, REJECTED, ACCEPTED)
        for app_type in (NEW, CHANGE, DELETE)
    ),
]


@pytest.mark.parametrize(("standing", "same", "app_type", "app_time", "step", "code"), TABLE)
def test_a_known_key_is_followed_as_the_table_says(
    standing: Standing,
    same: bool,
    app_type: str,
    app_time: datetime,
    step: Follow,
    code: str | None,
) -> None:
    found, fault = follow(
        Kind.ORDER, "TW-1/E", app_type, app_time, Earlier(standing, NOON, same=same)
    )
    assert found is step
    assert (fault.code if fault else None) == code
    if fault is not None:
        assert fault.value == "TW-1/E"
        assert set(fault.message) == set(fault.cure) == {"en", "zh"}
        assert fault.law


def test_a_stale_document_is_told_both_times() -> None:
    _, fault = follow(Kind.ORDER, "TW-1/E", CHANGE, BEFORE, Earlier(WAITING, NOON))
    assert "2026-06-01 11:59:59" in fault.message["en"]
    assert "2026-06-01 12:00:00" in fault.message["zh"]


def test_a_waybill_number_may_be_used_again_after_the_period_of_the_law() -> None:
    earlier = Earlier(ACCEPTED, NOON, expired=True)
    assert follow(Kind.WAYBILL, "L-1/C", NEW, AFTER, earlier) == (Follow.ADD, None)
    step, fault = follow(Kind.WAYBILL, "L-1/C", CHANGE, AFTER, earlier)
    assert step is Follow.REFUSE
    assert fault.code == "TW-G03-NOTHING-TO-CHANGE"


# kind · stored document · appType · appTime → the code of the official list
OFFICIAL = [
    (Kind.ORDER, WAITING, NEW, AFTER, "-301010"),
    (Kind.ORDER, ACCEPTED, CHANGE, AFTER, "-301011"),
    (Kind.ORDER, WAITING, CHANGE, BEFORE, "-301014"),
    (Kind.ORDER, NONE, CHANGE, NOON, "-301009"),
    (Kind.PAYMENT, WAITING, NEW, AFTER, "-401007"),
    (Kind.PAYMENT, ACCEPTED, DELETE, AFTER, "-401008"),
    (Kind.PAYMENT, REJECTED, CHANGE, BEFORE, "-401012"),
    (Kind.PAYMENT, NONE, DELETE, NOON, "-401006"),
    (Kind.DECLARATION, ACCEPTED, NEW, AFTER, "-621004"),
    (Kind.DECLARATION, ACCEPTED, CHANGE, AFTER, "-621012"),
    (Kind.CANCELLATION, ACCEPTED, NEW, AFTER, "-623009"),
    (Kind.REFUND, ACCEPTED, NEW, AFTER, "-625022"),
    (Kind.WAYBILL, ACCEPTED, NEW, AFTER, None),
]


@pytest.mark.parametrize(("kind", "standing", "app_type", "app_time", "official"), OFFICIAL)
def test_a_refused_repeat_has_the_official_code_where_there_is_one(
    kind: Kind, standing: Standing, app_type: str, app_time: datetime, official: str | None
) -> None:
    _, fault = follow(kind, "A/B", app_type, app_time, Earlier(standing, NOON))
    assert fault.official == official


def test_every_standing_and_application_type_has_an_answer() -> None:
    for standing in Standing:
        for app_type in (NEW, CHANGE, DELETE):
            for same in (True, False):
                for expired in (True, False):
                    step, fault = follow(
                        Kind.WAYBILL,
                        "A/B",
                        app_type,
                        NOON,
                        Earlier(standing, NOON, same=same, expired=expired),
                    )
                    assert (step is Follow.REFUSE) == (fault is not None)
