"""Changes of the law that come as files: held against what applies, or put to the desk."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows import make_law
from tidewaiter.law.sources import PACKS, SUFFIXES, files, packs, read
from tidewaiter.lawmaking.commands.writing import Named
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.lawmaking.queries import texts_of
from tidewaiter.lawmaking.rules.supersession import Breach, supersedes
from tidewaiter.lawmaking.rules.verdict import Verdict, mark


class NoFiles(ValueError):
    """A folder that holds no files of a pack."""


def edited(before: Path, *, on: date, wanted: str = "") -> Iterator[Breach]:
    """What the shipped packs say otherwise than an earlier version about days up to a day.

    `before` is a folder of packs, as `tidewaiter/law/packs` of the last release. A pack that is new
    breaks nothing.
    """
    known = [name for name in packs(before) if not wanted or name == wanted]
    if not known:
        raise NoFiles(f"{before} holds no law pack; give a folder like {PACKS}.")
    for name in known:
        yield from supersedes(read(name, before), read(name), on=on)


def put_to_the_desk(
    folder: Path, pack: str, named: Named, *, by: Actor, at: datetime
) -> tuple[Proposal, Verdict]:
    """Begin a proposal with the files of a folder that differ from those of the pack.

    They go the way of every proposal: a second person reviews, the public is asked, a supervisor
    schedules. Raises NoFiles where nothing differs.
    """
    held = files(pack)
    given = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES
    }
    changed = {
        name: content
        for name, content in given.items()
        if name not in held or content.strip() != held[name].decode("utf-8").strip()
    }
    if not changed:
        raise NoFiles(f"No file in {folder} differs from those of the pack {pack}.")
    proposal = make_law.propose(pack, named, drafting=True, by=by, at=at)
    bases = {name: mark(held.get(name)) for name in changed}
    return make_law.write_texts(proposal, changed, seen=proposal.digest, bases=bases, by=by, at=at)


def told(proposal: Proposal, verdict: Verdict) -> Iterator[str]:
    """What became of the files, line by line."""
    texts, _ = texts_of(proposal)
    yield f"{proposal.reference}: {len(texts)} files, {proposal.stage}"
    for breach in verdict.breaches:
        yield f"{breach.path}:{breach.line}: {breach.sentence.en} {breach.cure.en}"
    yield from map(str, verdict.findings)
    for outcome in verdict.failed:
        yield f"{outcome.en} ({outcome.day}): {outcome.differences}"
    for change in verdict.changes:
        yield f"{change.on} {change.kind} {change.turn}: {change.id}"
