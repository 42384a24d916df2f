"""A private PostgreSQL for one bench, durable like that of an installation, then thrown away."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def database() -> Iterator[str]:
    """Start the server and make the tables; the name of the database."""
    from tidewaiter.surfaces.ops import cluster

    home = Path(tempfile.mkdtemp(prefix="tidewaiter-bench-"))
    home.chmod(0o755)
    (home / "static").mkdir()
    server = cluster.at(home)
    os.environ["TIDEWAITER_HOME"] = str(home)
    os.environ["DATABASE_URL"] = server.url
    try:
        cluster.start(server)
        _django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield "tidewaiter"
    finally:
        cluster.stop(server)
        shutil.rmtree(home, ignore_errors=True)


def connected(name: str) -> None:
    """Make Django ready in another process, for that database of the server it inherited."""
    address = urlsplit(os.environ["DATABASE_URL"])
    os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
    _django()


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.project.settings")
    django.setup()
