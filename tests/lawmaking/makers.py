"""Proposals as people at the desk of the law make them: the limit of the Korean pack changes."""

from datetime import UTC, date, datetime, timedelta

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.roles import permissions_of
from tidewaiter.flows.make_law import propose, write_text
from tidewaiter.law.sources import files
from tidewaiter.lawmaking.commands.writing import Named
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.lawmaking.rules.verdict import Verdict, mark

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
"""Noon at the office, on a Wednesday."""
TODAY = date(2026, 11, 25)
PACK = "kr"
LIMITS = "values/low-value.yaml"
LIMIT = "kr.duty.relief.limit"
RUNNING = "{from: 2016-01-01, value: 150, "

NAMED = Named("Raise the limit of relief", "提高免税限额", "Prices have risen.", "物价上涨。")


def a_lawyer(number: int, *roles: str) -> Actor:
    """Somebody at the desk of the law."""
    held = frozenset(roles or {"lawyer"})
    return Actor(
        ActorKind.PERSON,
        id=str(number),
        label=f"customs:{number}",
        name=f"Lawyer {number}",
        roles=held,
        permissions=permissions_of(held),
    )


WRITER, SECOND = a_lawyer(1), a_lawyer(2)
HEAD, OTHER_HEAD = a_lawyer(3, "law_supervisor"), a_lawyer(4, "law_supervisor")


def the_file(path: str = LIMITS, pack: str = PACK) -> str:
    """A file of a pack as it holds."""
    return files(pack)[path].decode()


def a_draft(pack: str = PACK, *, by: Actor = WRITER, at: datetime = NOON) -> Proposal:
    """A proposal without a text."""
    return propose(pack, NAMED, drafting=True, by=by, at=at)


def superseded(value: str = "200", *, begins: date = date(2027, 3, 1)) -> str:
    """The limits with another limit from a day on."""
    ends = begins - timedelta(days=1)
    text = the_file()
    assert text.count(RUNNING) == 1
    [line] = [line for line in text.splitlines() if RUNNING in line]
    ended = line.replace("from: 2016-01-01,", f"from: 2016-01-01, to: {ends},")
    added = line.replace("2016-01-01", begins.isoformat(), 1).replace("150", value, 1)
    return text.replace(line, f"{ended}\n{added}")


def written(
    proposal: Proposal,
    content: str,
    *,
    path: str = LIMITS,
    by: Actor = WRITER,
    at: datetime = NOON,
) -> tuple[Proposal, Verdict]:
    """The proposal with a text."""
    base = mark(files(proposal.pack).get(path))
    return write_text(proposal, path, content, seen=proposal.digest, base=base, by=by, at=at)
