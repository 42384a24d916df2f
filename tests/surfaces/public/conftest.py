"""What the tests of the public pages share."""

from collections.abc import Iterator

import pytest

from tests.cast import everybody
from tidewaiter.registry.models import Operator
from tidewaiter.surfaces.kit.figures import forget_figures


@pytest.fixture
def firms(db: None) -> dict[str, Operator]:
    """All firms of the harbour, registered."""
    return everybody()


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    """Figures that are kept for a while must not outlive a test."""
    forget_figures()
    yield
    forget_figures()
