"""What the tests of dockets share."""

import pytest

from tests.base.docket.makers import register_errand


@pytest.fixture(autouse=True)
def errand(monkeypatch, db):
    """Errands are a kind of docket of this installation."""
    register_errand(monkeypatch)
