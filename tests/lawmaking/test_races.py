"""Two persons act at once, and other processes read what was published."""

import os
import subprocess
import sys
import time

import pytest

from tests.lawmaking.makers import (
    HEAD,
    LIMIT,
    NOON,
    OTHER_HEAD,
    PACK,
    SECOND,
    a_draft,
    a_lawyer,
    superseded,
    written,
)
from tests.risk.test_quota_races import at_once
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows import make_law
from tidewaiter.law import amendments
from tidewaiter.lawmaking.models import Proposal

pytestmark = pytest.mark.django_db(transaction=True)

READER = """
import sys, time
from datetime import date
from pathlib import Path
from tidewaiter.law import amendments
from tidewaiter.law.loader import load
amendments.lay(Path(sys.argv[1]))
print(load(sys.argv[2]).on(date(2027, 3, 1)).amount(sys.argv[3]), flush=True)
sys.stdin.readline()
end = time.monotonic() + 10
while time.monotonic() < end:
    found = load(sys.argv[2]).on(date(2027, 3, 1)).amount(sys.argv[3])
    if found != 150:
        break
    time.sleep(0.05)
print(found, flush=True)
"""


def reviewed(value: str = "200") -> Proposal:
    proposal, _ = written(a_draft(), superseded(value))
    return make_law.review(proposal, by=SECOND, at=NOON)


def tried(task):
    """The outcome of a task: done, or the code of its refusal."""

    def run() -> str:
        try:
            task()
        except Refusal as refusal:
            return refusal.code
        return "done"

    return run


def test_of_two_who_schedule_at_once_one_does_it() -> None:
    proposal = reviewed()
    said = at_once(
        [
            tried(lambda by=by: make_law.schedule(proposal, by=by, at=NOON))
            for by in (HEAD, OTHER_HEAD)
        ]
    )
    assert sorted(said) == ["done", "state.proposal.schedule"]
    assert Entry.objects.filter(verb="proposal.schedule").count() == 1


def test_of_two_changes_of_one_file_that_are_scheduled_at_once_one_is_sent_back() -> None:
    one, other = reviewed("200"), reviewed("250")
    said = at_once(
        [
            tried(lambda: make_law.schedule(one, by=HEAD, at=NOON)),
            tried(lambda: make_law.schedule(other, by=OTHER_HEAD, at=NOON)),
        ]
    )
    assert sorted(said) == ["done", "lawmaking.moved"]


def test_of_two_who_write_at_once_one_is_told() -> None:
    proposal = a_draft()
    said = at_once(
        [
            tried(lambda: written(proposal, superseded("200"), by=a_lawyer(11))),
            tried(lambda: written(proposal, superseded("250"), by=a_lawyer(12))),
        ]
    )
    assert sorted(said) == ["done", "lawmaking.changed-meanwhile"]


def test_a_reviewer_who_had_another_text_before_them_approves_nothing() -> None:
    proposal, _ = written(a_draft(), superseded("200"))
    written(proposal, superseded("250"))
    said = at_once([tried(lambda: make_law.review(proposal, by=SECOND, at=NOON))])
    proposal.refresh_from_db()
    assert said == ["done"] or proposal.stage == "drafted"
    if said == ["done"]:
        assert "value: 250" in proposal.texts.get().content


def test_another_process_reads_the_change_within_seconds_without_a_restart(folder) -> None:
    proposal = reviewed()
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(folder), PACK, LIMIT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    try:
        assert reader.stdout.readline().strip() == "150"
        make_law.schedule(proposal, by=HEAD, at=NOON)
        began = time.monotonic()
        reader.stdin.write("go\n")
        reader.stdin.flush()
        assert reader.stdout.readline().strip() == "200"
        assert time.monotonic() - began < 5
    finally:
        reader.stdin.close()
        reader.wait(timeout=10)
        reader.stdout.close()


def test_whoever_reads_while_others_publish_never_sees_half_a_law(folder) -> None:
    whole = [
        {f"values/{n}.yaml": f"{version} {n}\n".encode() * 500 for n in range(20)}
        for version in ("one", "two")
    ]
    amendments.publish(folder, PACK, whole[0])

    def publisher() -> str:
        for number in range(60):
            amendments.publish(folder, PACK, whole[number % 2])
        return "done"

    def reader() -> int:
        halves = 0
        for _ in range(200):
            seen = amendments.files(PACK, amendments.named(folder, PACK))
            halves += seen not in whole
        return halves

    assert at_once([publisher, reader, reader]) == ["done", 0, 0]
    assert len([path for path in (folder / PACK).iterdir() if path.is_dir()]) == 2
