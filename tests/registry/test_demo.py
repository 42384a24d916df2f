"""The demonstration: one firm waits for its reviewer, once."""

import pytest

from tests.registry.applicants import MONDAY
from tidewaiter.registry.models import Application
from tidewaiter.surfaces.ops.demo_applicant import prepare_applicant


@pytest.mark.django_db
def test_one_firm_has_applied_and_waits_for_its_reviewer() -> None:
    prepare_applicant(at=MONDAY)
    prepare_applicant(at=MONDAY)
    application = Application.objects.get()
    assert application.docket.state == "review"
    assert not application.items.filter(standing="missing").exists()
    assert application.checks.filter(name="check-digit", result="passed").exists()
