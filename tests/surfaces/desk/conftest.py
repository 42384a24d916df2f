"""What the tests of the desk share."""

from collections.abc import Iterator

import pytest

from tests.cast import everybody
from tidewaiter.registry.models import Operator
from tidewaiter.surfaces.desk.overview import forget_overview
from tidewaiter.surfaces.kit.figures import forget_figures


@pytest.fixture
def firms(db: None) -> dict[str, Operator]:
    """All firms of the harbour, registered."""
    return everybody()


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    """Figures that are kept for a while must not outlive a test."""
    forget_figures()
    forget_overview()
    yield
    forget_figures()
    forget_overview()
