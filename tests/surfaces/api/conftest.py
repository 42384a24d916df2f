import pytest
from django.conf import settings

from tests.surfaces.api.makers import STRANGER, Firm, a_firm
from tidewaiter.base.identity.queries import forget_cached_clients
from tidewaiter.base.privacy.vault import forget_cached_keys
from tidewaiter.surfaces.api import receipts
from tidewaiter.surfaces.api.keys import forget_operators


@pytest.fixture(autouse=True)
def _nothing_remembered_from_earlier_tests():
    for forget in (forget_cached_clients, forget_operators, forget_cached_keys):
        forget()
    yield
    receipts._waking.close()


@pytest.fixture(autouse=True, scope="session")
def _a_folder_for_static_files():
    """Whitenoise warns when it is missing, as in a fresh data folder."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def firm(db) -> Firm:
    return a_firm()


@pytest.fixture
def stranger(db) -> Firm:
    return a_firm(STRANGER)
