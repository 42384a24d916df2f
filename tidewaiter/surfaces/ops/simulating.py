"""`tidewaiter simulate`: the harbour's messages into a folder or to a server."""

import json
import shutil
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from harbour.folder import write_folder
from harbour.keys import load_or_create
from harbour.send import Progress, send


def into_folder(out: Path, lists: int, *, rate: float | None, seed: int) -> None:
    """Write messages in the order of arrival, with truth.parquet beside them."""
    known = settings.TIDEWAITER_HOME / "demo" / "keys"
    if known.exists():  # signed as the demo server knows it
        shutil.copytree(known, out / "keys", dirs_exist_ok=True)
    summary = write_folder(out, lists, seed, start=_now(), rate=rate or 20.0)
    print(
        f"{summary.parcels} parcels in {summary.messages} messages lie in {out}/messages; "
        f"what is wrong with which stands in {out}/truth.parquet."
    )


def to_server(url: str, lists: int | None, *, rate: float | None, seed: int, workers: int) -> None:
    """Send to a server whose demo firms' keys lie in the data folder."""
    from tidewaiter.surfaces.ops.startup import stop_event

    folder = settings.TIDEWAITER_HOME / "demo"
    if not (folder / "tokens.json").exists():
        sys.exit(f"There are no keys in {folder}: run `tidewaiter up --demo` here first.")
    tokens = json.loads((folder / "tokens.json").read_text())
    progress = send(
        url,
        tokens,
        lists,
        rate,
        seed,
        workers,
        start=_now(),
        keys=load_or_create(folder / "keys"),
        on_progress=_show if sys.stdout.isatty() and lists else None,
        stop=stop_event(),
        truth=folder / f"truth-{seed}.parquet",
    )
    if lists:
        print(
            f"{progress.parcels} parcels sent in {progress.messages} messages "
            f"({progress.documents} documents) in {progress.seconds:.1f} s."
        )


def _show(progress: Progress) -> None:
    print(f"\r{progress.parcels:,} parcels sent", end="", flush=True)


def _now() -> datetime:
    """The time on the clock of the office, as firms write it."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).replace(tzinfo=None)
