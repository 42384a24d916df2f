"""What the tests of lawmaking share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tidewaiter.law import amendments


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: settings) -> Iterator[Path]:
    """A folder of amendments that nobody else reads."""
    before = settings.LAW_FOLDER
    settings.LAW_FOLDER = tmp_path / "law"
    amendments.lay(tmp_path / "law")
    yield tmp_path / "law"
    amendments.lay(before)
