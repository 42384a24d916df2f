"""Many clocks due at once are each served once, while a worker is killed.

400 clocks unless TIDEWAITER_CLOCKS says otherwise; benchmarks/clocks.py does it with 50,000.
"""

import os

import pytest
from django.db import connection

from benchmarks.clocks import fire, prepare
from tests.base.docket.makers import MONDAY
from tidewaiter.base.docket.models import Docket, Happening, Letter, Timer

CLOCKS = int(os.environ.get("TIDEWAITER_CLOCKS", "400"))


@pytest.mark.django_db(transaction=True)
def test_each_of_many_clocks_does_its_deed_once_while_a_worker_is_killed() -> None:
    due = prepare(CLOCKS, at=MONDAY)
    told = fire(due, workers=2, kill=True, database=connection.settings_dict["NAME"])
    assert told["killed"] >= 1
    assert Docket.objects.filter(state="lapsed").count() == CLOCKS
    assert Timer.objects.filter(state="expired").count() == CLOCKS
    for values in (
        {"event": "clock.ran-out", "values__clock": "answer"},
        {"event": "moved", "values__after": "lapsed"},
    ):
        ran = Happening.objects.filter(**values)
        assert ran.count() == ran.values("docket").distinct().count() == CLOCKS
    letters = Letter.objects.filter(template="lapsed")
    assert letters.count() == letters.values("docket").distinct().count() == CLOCKS
    assert told["twice"] == told["never"] == 0
