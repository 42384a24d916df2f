"""A change of the law from the draft to the day on which another one supersedes it."""

from datetime import date, timedelta

import pytest

from tests.cast import CLERK
from tests.lawmaking.makers import (
    HEAD,
    LIMIT,
    LIMITS,
    NOON,
    OTHER_HEAD,
    PACK,
    RUNNING,
    SECOND,
    TODAY,
    WRITER,
    a_draft,
    superseded,
    the_file,
    written,
)
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows import make_law
from tidewaiter.flows.tell_changes import tell_changes
from tidewaiter.law import amendments
from tidewaiter.law.loader import load, renew
from tidewaiter.lawmaking.commands import moving
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.lawmaking.states import Stage

pytestmark = pytest.mark.django_db

BEGINS = date(2027, 3, 1)


def reviewed(**wish) -> Proposal:
    proposal, verdict = written(a_draft(), superseded(**wish))
    assert verdict.errors == () and verdict.breaches == () and verdict.failed == ()
    return make_law.review(proposal, by=SECOND, at=NOON)


def scheduled(**wish) -> Proposal:
    return make_law.schedule(reviewed(**wish), by=HEAD, at=NOON)


def test_a_change_is_drafted_reviewed_consulted_on_scheduled_and_in_force() -> None:
    proposal = make_law.consult(reviewed(), by=HEAD, at=NOON)
    assert proposal.stage == Stage.CONSULTED
    later = NOON + timedelta(days=60)
    proposal = make_law.schedule(proposal, by=HEAD, at=later)
    assert (proposal.stage, proposal.enters_on) == (Stage.SCHEDULED, BEGINS)
    tell_changes(by=CLERK, at=later + timedelta(days=60))
    proposal.refresh_from_db()
    assert proposal.stage == Stage.IN_FORCE
    verbs = [entry.verb for entry in Entry.objects.filter(thing_id=str(proposal.pk))]
    assert verbs == [
        "proposal.made",
        "proposal.written",
        "proposal.review",
        "proposal.consult",
        "proposal.schedule",
        "proposal.enter-into-force",
    ]


def test_scheduled_law_is_read_at_once_and_applies_from_its_day() -> None:
    assert load(PACK).on(BEGINS).number(LIMIT) == 150
    scheduled()
    assert load(PACK).on(BEGINS - timedelta(days=1)).number(LIMIT) == 150
    assert load(PACK).on(BEGINS).number(LIMIT) == 200


def test_the_public_is_asked_for_twenty_working_days_by_the_calendar_of_the_pack() -> None:
    proposal = make_law.consult(reviewed(), by=HEAD, at=NOON)
    calendar = load(PACK).on(TODAY).calendar(PACK)
    day, counted = TODAY, 0
    while day < proposal.comments_until:
        day += timedelta(days=1)
        counted += calendar.working(day)
    assert counted == 20
    assert "20" in proposal.reckoned_en
    with pytest.raises(Refusal) as refused:
        make_law.schedule(proposal, by=HEAD, at=NOON + timedelta(days=20))
    assert refused.value.code == "lawmaking.still-consulting"


@pytest.mark.parametrize(
    ("content", "field", "before", "after"),
    [
        (lambda text: text.replace("value: 150", "value: 160", 1), "value", "150", "160"),
        (
            lambda text: text.replace(RUNNING, RUNNING.replace("2016", "2015"), 1),
            "from",
            "2016-01-01",
            "–",
        ),
        (
            lambda text: text.replace(RUNNING, RUNNING.replace("01,", "01, to: 2026-11-01,", 1), 1),
            "to",
            "–",
            "2026-11-01",
        ),
    ],
)
def test_what_is_in_force_is_refused_with_the_entry_both_values_and_what_to_do(
    content, field, before, after
) -> None:
    proposal, verdict = written(a_draft(), content(the_file()))
    breach = next(one for one in verdict.breaches if one.field == field)
    assert (breach.entry, breach.before, breach.after) == (LIMIT, before, after)
    assert breach.path == f"{PACK}/{LIMITS}"
    assert breach.line > 1
    with pytest.raises(Refusal):
        make_law.review(proposal, by=SECOND, at=NOON)


def test_what_would_begin_today_is_refused_and_tomorrow_is_not() -> None:
    _, verdict = written(a_draft(), superseded(begins=TODAY))
    assert {one.field for one in verdict.breaches} == {"from", "to"}
    _, verdict = written(a_draft(), superseded(begins=TODAY + timedelta(days=1)))
    assert verdict.breaches == ()


@pytest.mark.parametrize("verb", ["review", "consult", "schedule"])
def test_nobody_judges_their_own_text(verb) -> None:
    proposal, _ = written(a_draft(by=HEAD), superseded(), by=HEAD)
    if verb != "review":
        proposal = make_law.review(proposal, by=SECOND, at=NOON)
    with pytest.raises(Refusal) as refused:
        getattr(make_law, verb)(proposal, by=HEAD, at=NOON)
    assert refused.value.code == "lawmaking.four-eyes"


def test_whoever_reviewed_does_not_schedule() -> None:
    proposal, _ = written(a_draft(), superseded())
    proposal = make_law.review(proposal, by=HEAD, at=NOON)
    with pytest.raises(Refusal):
        make_law.schedule(proposal, by=HEAD, at=NOON)
    assert make_law.schedule(proposal, by=OTHER_HEAD, at=NOON).stage == Stage.SCHEDULED


def test_a_lawyer_may_not_schedule() -> None:
    with pytest.raises(Refusal) as refused:
        make_law.schedule(reviewed(), by=SECOND, at=NOON)
    assert refused.value.code == "access.permission"


def test_a_text_with_an_error_is_kept_with_its_line_and_goes_no_further() -> None:
    proposal, _ = written(a_draft(), the_file() + "  - id: broken\n")
    [finding, *_] = proposal.verdict["findings"]
    assert finding["line"] == len(the_file().splitlines()) + 1
    with pytest.raises(Refusal) as refused:
        make_law.review(proposal, by=SECOND, at=NOON)
    assert refused.value.code == "lawmaking.not-sound"


def test_a_case_of_the_tables_that_comes_out_otherwise_is_told() -> None:
    limits = the_file("values/limits.yaml", "cn")
    running = "{from: 2019-01-01, value: 5000,"
    [line] = [line for line in limits.splitlines() if running in line]
    ended = line.replace("from: 2019-01-01,", "from: 2019-01-01, to: 2026-11-30,")
    added = line.replace("2019-01-01", "2026-12-01").replace("5000", "1000")
    path = "tests/limits.yaml"
    table = the_file(path, "cn").replace("day: 2026-03-02", "day: 2026-12-02")
    proposal, verdict = written(a_draft("cn"), table, path=path)
    assert verdict.outcomes and verdict.failed == ()
    changed = limits.replace(line, f"{ended}\n{added}")
    proposal, verdict = written(proposal, changed, path="values/limits.yaml")
    assert verdict.errors == () and verdict.breaches == ()
    assert verdict.failed
    with pytest.raises(Refusal) as refused:
        make_law.review(proposal, by=SECOND, at=NOON)
    assert refused.value.code == "lawmaking.not-sound"


def test_a_value_that_a_rule_of_the_book_names_cannot_be_taken_away() -> None:
    limits = the_file("values/limits.yaml", "cn").replace("cbec.limit.single", "cbec.limit.one")
    _, verdict = written(a_draft("cn"), limits, path="values/limits.yaml")
    assert {one.code for one in verdict.errors} & {"book", "value", "dangling"}
    assert any(one.entry == "cbec.limit.single" for one in verdict.breaches)


def test_when_nobody_leads_a_supervisor_decides() -> None:
    path = "obligations/new.yaml"
    text = (
        "obligations:\n  - id: keep-a-new-book\n    who: merchant\n"
        "    title: {en: Keep a new book, zh: 建立新账册}\n"
        "    text: {en: Keep it., zh: 建立。}\n    evidence: [{en: the book, zh: 账册}]\n"
        "    deadline: {en: always, zh: 随时}\n    matter: MATTER\n"
        "    from: 2027-03-01\n    reference: customs-act\n    verified: false\n"
    )
    proposal, verdict = written(a_draft(), text.replace("MATTER", "price"), path=path)
    assert verdict.in_conflict
    assert proposal.stage == Stage.CONFLICT
    with pytest.raises(Refusal) as refused:
        written(proposal, text.replace("MATTER", "customs"), path=path)
    assert refused.value.code == "lawmaking.conflict"
    with pytest.raises(Refusal):
        make_law.resolve(proposal, grounds="as it is", by=HEAD, at=NOON)
    proposal, verdict = written(proposal, text.replace("MATTER", "customs"), path=path, by=HEAD)
    assert not verdict.in_conflict
    resolved = make_law.resolve(proposal, grounds="customs leads", by=HEAD, at=NOON)
    assert resolved.stage == Stage.DRAFTED


def test_a_text_written_on_law_that_was_changed_meanwhile_goes_no_further() -> None:
    first, _ = written(a_draft(), superseded("200"))
    second, _ = written(a_draft(), superseded("250"))
    make_law.schedule(make_law.review(first, by=SECOND, at=NOON), by=HEAD, at=NOON)
    with pytest.raises(Refusal) as refused:
        make_law.review(second, by=SECOND, at=NOON)
    assert refused.value.code == "lawmaking.moved"


def test_a_change_in_force_is_superseded_by_the_next_one() -> None:
    first = scheduled(value="200")
    [line] = [one for one in the_file().splitlines() if "from: 2027-03-01" in one]
    ended = line.replace("from: 2027-03-01,", "from: 2027-03-01, to: 2027-05-31,")
    added = line.replace("2027-03-01", "2027-06-01").replace("value: 200", "value: 250")
    at = NOON + timedelta(days=100)
    tell_changes(by=CLERK, at=at)
    text = the_file().replace(line, f"{ended}\n{added}")
    second, verdict = written(a_draft(at=at), text, at=at)
    assert verdict.breaches == ()
    second = make_law.review(second, by=SECOND, at=at)
    make_law.schedule(second, by=HEAD, at=at)
    tell_changes(by=CLERK, at=NOON + timedelta(days=200))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.stage, second.stage) == (Stage.SUPERSEDED, Stage.IN_FORCE)
    assert load(PACK).on(date(2027, 4, 1)).number(LIMIT) == 200


def test_a_lost_folder_is_written_again_from_the_tables(folder) -> None:
    scheduled()
    digest = amendments.named(folder, PACK)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    amendments.look_again()
    assert renew(PACK).on(BEGINS).number(LIMIT) == 150
    assert make_law.publish() == [PACK]
    assert amendments.named(folder, PACK) == digest
    assert load(PACK).on(BEGINS).number(LIMIT) == 200
    assert make_law.publish() == []


def test_a_withdrawn_proposal_is_closed_with_its_grounds() -> None:
    proposal = moving.withdraw(a_draft(), grounds="not needed", by=WRITER, at=NOON)
    assert proposal.stage == Stage.WITHDRAWN
    with pytest.raises(Refusal):
        written(proposal, superseded())


def test_who_overlooks_that_another_wrote_meanwhile_is_told() -> None:
    proposal = a_draft()
    written(proposal, superseded("200"))
    with pytest.raises(Refusal) as refused:
        written(proposal, superseded("250"), by=SECOND)
    assert refused.value.code == "lawmaking.changed-meanwhile"


def test_the_consignments_of_any_pack_are_reckoned_by_the_proposed_law() -> None:
    path = "tests/low-value.yaml"
    table = the_file(path).replace("2026-03-02", "2027-03-02")
    proposal, verdict = written(a_draft(), table, path=path)
    assert len(verdict.outcomes) == 5 and verdict.failed == ()
    proposal, verdict = written(proposal, superseded("100"))
    assert verdict.errors == () and verdict.breaches == ()
    [failed] = verdict.failed
    assert failed.differences["basis"] == ("relief", "tariff")
    assert any(case["differences"] for case in proposal.verdict["cases"])
    with pytest.raises(Refusal) as refused:
        make_law.review(proposal, by=SECOND, at=NOON)
    assert refused.value.code == "lawmaking.not-sound"


def test_a_change_that_is_called_off_is_law_no_longer(folder) -> None:
    proposal = scheduled()
    assert load(PACK).on(BEGINS).number(LIMIT) == 200
    with pytest.raises(Refusal) as refused:
        make_law.call_off(proposal, grounds="why not", by=WRITER, at=NOON)
    assert refused.value.code == "access.permission"
    off = make_law.call_off(proposal, grounds="prices fell", by=HEAD, at=NOON)
    assert off.stage == Stage.WITHDRAWN
    assert load(PACK).on(BEGINS).number(LIMIT) == 150
    assert amendments.named(folder, PACK) == ""
    entry = Entry.objects.get(verb="proposal.call-off")
    assert entry.details["grounds"] == "prices fell"


def test_a_change_is_called_off_neither_on_its_day_nor_beneath_another() -> None:
    first = scheduled()
    [line] = [one for one in the_file().splitlines() if "from: 2027-03-01" in one]
    ended = line.replace("from: 2027-03-01,", "from: 2027-03-01, to: 2027-05-31,")
    added = line.replace("2027-03-01", "2027-06-01").replace("value: 200", "value: 250")
    at = NOON + timedelta(hours=1)
    second, _ = written(a_draft(at=at), the_file().replace(line, f"{ended}\n{added}"), at=at)
    second = make_law.review(second, by=SECOND, at=at)
    make_law.schedule(second, by=HEAD, at=at)
    with pytest.raises(Refusal) as refused:
        make_law.call_off(first, grounds="prices fell", by=HEAD, at=at)
    assert refused.value.code == "lawmaking.built-upon"
    assert second.reference in refused.value.sentence("en")
    with pytest.raises(Refusal) as refused:
        make_law.call_off(second, grounds="late", by=HEAD, at=NOON + timedelta(days=200))
    assert refused.value.code == "lawmaking.applies-already"
    make_law.call_off(second, grounds="prices fell", by=HEAD, at=at)
    make_law.call_off(first, grounds="prices fell", by=HEAD, at=at)
    assert load(PACK).on(date(2027, 7, 1)).number(LIMIT) == 150
