"""Files that amend a shipped law pack: where they lie, and how they are put there.

    <folder>/<pack>/<digest>/values/limits.yaml    replaces or adds a file of the pack
    <folder>/<pack>/current                        names the digest that holds now

A set of files is never changed; another set gets another digest, and `current` is exchanged in
one step. So whoever reads sees the old law or the new one, and yesterday's law can be read again.
"""

import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

CURRENT = "current"
LOOK = 1.0
"""Seconds between two looks whether the law has been amended."""

_laid: list[Path] = []
_times_laid: list[None] = []
_seen: dict[str, tuple[float, str]] = {}


def lay(folder: Path | None) -> None:
    """From now on read the amendments in this folder over the shipped packs; none without."""
    _laid[:] = [folder] if folder is not None else []
    _times_laid.append(None)
    _seen.clear()


def folder_number() -> int:
    """Which folder is read, counted from the first: law of another folder is not its past."""
    return len(_times_laid)


def look_again() -> None:
    """Look at the next question whether the law has been amended."""
    _seen.clear()


def digest_in_force(pack: str) -> str:
    """Which set of files amends a pack, "" for none; looked up at most once a second."""
    now = monotonic()
    known = _seen.get(pack)
    if known is not None and now < known[0]:
        return known[1]
    digest = named(_laid[0], pack) if _laid else ""
    _seen[pack] = (now + LOOK, digest)
    return digest


def named(folder: Path, pack: str) -> str:
    """The digest that the folder names for a pack now, "" where it names none."""
    try:
        return (folder / pack / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def files(pack: str, digest: str) -> dict[str, bytes]:
    """The files of a set, by their names inside the pack."""
    if not digest or not _laid:
        return {}
    folder = _laid[0] / pack / digest
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def digest_of(amending: Mapping[str, bytes]) -> str:
    """The name of a set of files: the same files have the same name everywhere."""
    digest = sha256()
    for name in sorted(amending):
        digest.update(f"{name}\0{len(amending[name])}\0".encode() + amending[name])
    return digest.hexdigest() if amending else ""


def publish(folder: Path, pack: str, amending: Mapping[str, bytes]) -> bool:
    """Let a set of files amend a pack from now on; whether that is new.

    Nobody ever reads a half-written file: the set is written aside and moved into its place, then
    `current` is exchanged. One process at a time may publish.
    """
    digest = digest_of(amending)
    place = folder / pack / digest
    if named(folder, pack) == digest and (not digest or place.is_dir()):
        return False
    (folder / pack).mkdir(parents=True, exist_ok=True)
    if digest and not place.is_dir():
        aside = Path(mkdtemp(prefix=".making-", dir=folder / pack))
        try:
            for name, content in amending.items():
                (aside / name).parent.mkdir(parents=True, exist_ok=True)
                (aside / name).write_bytes(content)
            aside.chmod(0o755)
            aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    fresh = folder / pack / f".{CURRENT}-{os.getpid()}"
    fresh.write_text(digest, encoding="utf-8")
    fresh.replace(folder / pack / CURRENT)
    return True
