"""However many begin at once, one number is applied for once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.base.docket.makers import clerk_of
from tests.registry.applicants import MONDAY, a_firm, given
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.registry.commands.applying import start_application
from tidewaiter.registry.models import Application

pytestmark = pytest.mark.django_db(transaction=True)

FIRMS = 4


def test_of_several_applications_for_one_number_one_is_kept() -> None:
    firms = [a_firm(f"FIRM{number}", f"Firm {number}") for number in range(FIRMS)]
    together = Barrier(FIRMS)

    def begin(number: int) -> str:
        try:
            together.wait()
            start_application(
                firms[number], given(), via="portal", pack="cn", by=clerk_of(firms[number]),
                at=MONDAY,
            )  # fmt: skip
            return "kept"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(FIRMS) as pool:
        said = sorted(pool.map(begin, range(FIRMS)))
    assert said == ["kept"] + ["registry.applied-twice"] * (FIRMS - 1)
    assert Application.objects.count() == 1
    assert Docket.objects.count() == 1
