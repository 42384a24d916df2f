"""What the tests of risk share."""

import pytest

from tests.cast import everybody
from tidewaiter.registry.models import Operator


@pytest.fixture
def firms(db: None) -> dict[str, Operator]:
    """All firms of the harbour, registered."""
    return everybody()
