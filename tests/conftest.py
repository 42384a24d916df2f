"""What every test may use."""

from collections.abc import Iterator

import pytest

from tidewaiter.base.identity.queries import forget_cached_clients
from tidewaiter.base.privacy.vault import forget_cached_keys
from tidewaiter.flows.book_in_force import forget_book
from tidewaiter.flows.screen_parties import WATCH


@pytest.fixture(autouse=True)
def _forget_caches() -> Iterator[None]:
    """Tests roll back; what processes remember must not outlive them."""
    yield
    forget_cached_keys()
    forget_book()
    forget_cached_clients()
    WATCH.forget()
