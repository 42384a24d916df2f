"""A throw-away PostgreSQL for the whole run; each worker has its own database in it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tidewaiter.surfaces.ops import cluster

if "PYTEST_XDIST_WORKER" not in os.environ:
    # workers inherit the environment of the process that starts them
    _home = Path(tempfile.mkdtemp(prefix="tidewaiter-tests-"))
    _home.chmod(0o755)
    (_home / "static").mkdir()  # whitenoise warns when it is missing
    os.environ["TIDEWAITER_HOME"] = str(_home)
    if not os.environ.get("DATABASE_URL"):
        _server = cluster.at(_home)
        cluster.start(_server, cluster.FORGETFUL)
        os.environ["DATABASE_URL"] = _server.url
        atexit.register(shutil.rmtree, _home, ignore_errors=True)
        atexit.register(cluster.stop, _server)
    else:
        atexit.register(shutil.rmtree, _home, ignore_errors=True)
