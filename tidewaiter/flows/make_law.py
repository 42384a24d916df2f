"""A change of the law from the draft to the day on which every process reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.deadlines import Calendar, Deadline, deadline
from tidewaiter.engine.book.loader import load_book
from tidewaiter.law import amendments
from tidewaiter.law.check.report import findings
from tidewaiter.law.findings import Severity
from tidewaiter.law.loader import load, renew
from tidewaiter.law.sources import files, read_files, shipped
from tidewaiter.lawmaking.commands import moving, writing
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.lawmaking.queries import amended_packs, amending_files, built_upon, texts_of
from tidewaiter.lawmaking.rules.verdict import Verdict, judged, mark

SOFT = "int"
"""The pack in which the clocks of changing the law stand."""
_PUBLISHING = 0x1A_57_11_CE
"""The lock under which one process at a time writes amendments."""


def day_of(at: datetime) -> date:
    """The day of the law in which a moment lies, by the clock of the office."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def clock(name: str, pack: str, *, at: datetime) -> Deadline:
    """When a clock of lawmaking that starts now has run, by the working days of the pack."""
    on = day_of(at)
    return deadline(load(SOFT).on(on).timer(name), on, calendar=calendar_of(pack, on=on))


def calendar_of(pack: str, *, on: date) -> Calendar:
    """The working days by which a jurisdiction counts; Monday to Friday where it says nothing."""
    calendars = load(pack).on(on).calendars
    return (
        calendars.get(pack)
        or next(iter(calendars.values()), None)
        or load(SOFT).on(on).calendar("weekdays")
    )


def propose(
    pack: str, named: writing.Named, *, drafting: bool, by: Actor, at: datetime
) -> Proposal:
    """Begin a change of a pack."""
    due = clock("law-draft" if drafting else "law-take-up", pack, at=at).due
    return writing.propose(pack, named, due_on=_last(due), drafting=drafting, by=by, at=at)


def write_text(
    proposal: Proposal,
    path: str,
    content: str,
    *,
    seen: str,
    base: str,
    by: Actor,
    at: datetime,
) -> tuple[Proposal, Verdict]:
    """Put a file into a proposal, run checker and tables over pack and proposal, keep both.

    `base` marks the file of the pack that the writer had before their eyes, `seen` the text of the
    whole proposal. A content equal to the file that holds takes the file out again.
    """
    return write_texts(proposal, {path: content}, seen=seen, bases={path: base}, by=by, at=at)


def write_texts(
    proposal: Proposal,
    contents: Mapping[str, str],
    *,
    seen: str,
    bases: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> tuple[Proposal, Verdict]:
    """Put several files into a proposal at once; the same as `write_text` in everything else."""
    held = files(proposal.pack)
    texts, known = texts_of(proposal)
    written = {**texts, **{path: _tidy(content) for path, content in contents.items()}}
    for path in contents:
        if path in held and written[path].strip() == held[path].decode("utf-8").strip():
            written.pop(path)
    marks = {name: {**known, **bases}[name] for name in written}
    verdict = _judged(proposal.pack, held, written, marks, at)
    due = _last(clock("law-conflict", proposal.pack, at=at).due)
    kept = writing.write(proposal, written, marks, verdict, seen=seen, due_on=due, by=by, at=at)
    return kept, verdict


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as a writer sees it, with the mark of the file of the pack that it was made from."""

    content: str
    base: str


def open_file(proposal: Proposal, path: str, *, anew: bool = False) -> Opened:
    """The text of the proposal, or to begin anew the file that holds; empty for a new one."""
    texts, bases = texts_of(proposal)
    if path in texts and not anew:
        return Opened(texts[path], bases[path])
    raw = files(proposal.pack).get(path)
    return Opened(raw.decode("utf-8") if raw is not None else "", mark(raw))


def has_moved(proposal: Proposal, path: str) -> bool:
    """Whether the file that holds is no longer the one from which the text was made."""
    texts, bases = texts_of(proposal)
    return path in texts and bases[path] != mark(files(proposal.pack).get(path))


def paths_of(pack: str) -> tuple[str, ...]:
    """The files of a pack as they hold now."""
    return tuple(sorted(files(pack)))


def judge(proposal: Proposal, *, at: datetime) -> Verdict:
    """What is to be said about the text of a proposal against the law that holds now."""
    texts, bases = texts_of(proposal)
    return _judged(proposal.pack, files(proposal.pack), texts, bases, at)


def judge_files(pack: str, contents: Mapping[str, str], *, at: datetime) -> Verdict:
    """What would be said about files of a pack if they were proposed now; nothing is kept."""
    held = files(pack)
    texts = {path: _tidy(content) for path, content in contents.items()}
    return _judged(pack, held, texts, {path: mark(held.get(path)) for path in texts}, at)


def resolve(proposal: Proposal, *, grounds: str, by: Actor, at: datetime) -> Proposal:
    """A supervisor has decided who leads."""
    due = _last(clock("law-draft", proposal.pack, at=at).due)
    verdict = judge(proposal, at=at)
    return moving.resolve(proposal, verdict, grounds=grounds, due_on=due, by=by, at=at)


def send_back(proposal: Proposal, *, grounds: str, by: Actor, at: datetime) -> Proposal:
    """Have the text written anew."""
    due = _last(clock("law-draft", proposal.pack, at=at).due)
    return moving.send_back(proposal, grounds=grounds, due_on=due, by=by, at=at)


def take_up(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Begin to draft what was spotted."""
    due = _last(clock("law-draft", proposal.pack, at=at).due)
    return moving.take_up(proposal, due_on=due, by=by, at=at)


def review(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """A second person stands for the text."""
    return moving.review(proposal, judge(proposal, at=at), by=by, at=at)


def consult(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Ask the public for as long as the clock of consultations runs."""
    period = clock("law-consult", proposal.pack, at=at)
    return moving.consult(proposal, judge(proposal, at=at), period, by=by, at=at)


def schedule(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Make the text law as from the days that stand in it, and let every process read it."""
    with transaction.atomic():
        publish()  # takes the lock: from here on nobody else schedules
        verdict = judge(proposal, at=at)
        scheduled = moving.schedule(proposal, verdict, on=day_of(at), by=by, at=at)
    publish()
    return scheduled


def call_off(proposal: Proposal, *, grounds: str, by: Actor, at: datetime) -> Proposal:
    """Take a scheduled change back before its day: its amendment goes, firms are told."""
    with transaction.atomic():
        publish()  # takes the lock: meanwhile nobody schedules anything upon it
        left = shipped(proposal.pack) | amending_files(proposal.pack, without=proposal)
        found = findings(read_files(proposal.pack, left))
        errors = [str(one) for one in found if one.severity is Severity.ERROR]
        later = [one.reference for one in built_upon(proposal)]
        called = moving.call_off(
            proposal, later, errors, grounds=grounds, on=day_of(at), by=by, at=at
        )
    publish()
    return called


def publish() -> list[str]:
    """Write the amendments that the tables hold, where the folder says otherwise or is lost.

    The names of the packs that were written.
    """
    written = []
    with transaction.atomic():
        _one_at_a_time()
        for pack in amended_packs():
            if amendments.publish(settings.LAW_FOLDER, pack, amending_files(pack)):
                written.append(pack)
    amendments.look_again()
    for pack in written:
        renew(pack)  # whoever publishes reads at once; other processes do within two seconds
    return written


def _judged(
    pack: str,
    held: Mapping[str, bytes],
    texts: Mapping[str, str],
    bases: Mapping[str, str],
    at: datetime,
) -> Verdict:
    return judged(pack, held, texts, bases, book=load_book(), on=day_of(at))


def _tidy(content: str) -> str:
    return content.replace("\r\n", "\n").rstrip() + "\n"


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PUBLISHING])


def _last(due: date | datetime | None) -> date | None:
    return due.date() if isinstance(due, datetime) else due
