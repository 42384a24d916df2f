"""A stored rule goes from the draft into force by several hands, and what is in force stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import CLERK, NOON, OFFICER, STRANGER
from tests.risk.rulebook import (
    AUTHOR,
    DAY,
    GROUNDS,
    HEAD,
    PEER,
    in_force,
    in_shadow,
    reviewed,
    text,
    tried,
    written,
)
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.book.rules import Severity
from tidewaiter.flows import write_rule
from tidewaiter.flows.book_in_force import book_of_day, book_to_tell
from tidewaiter.flows.receive_message import law_on
from tidewaiter.risk.commands.book import moving, writing
from tidewaiter.risk.models import BookChange, StoredRule
from tidewaiter.risk.rules.book import LAW
from tidewaiter.risk.states import RULE, RuleStage

pytestmark = pytest.mark.django_db


def refused(code: str, kind: Kind, doing, *args, **named) -> Refusal:
    with pytest.raises(Refusal) as no:
        doing(*args, **named)
    assert (no.value.code, no.value.kind) == (code, kind)
    assert no.value.law.startswith(LAW) or code.startswith(("access", "state"))
    return no.value


def book(day: date = DAY):
    at = NOON + timedelta(days=(day - DAY).days)
    return book_of_day(law_on(at))


def test_the_whole_way_by_three_people_is_told_in_the_trail() -> None:
    rule = written()
    assert rule.stage == RuleStage.CHECKED
    tried(rule)
    write_rule.review(rule, by=PEER, at=NOON)
    moving.shadow(rule, by=HEAD, at=NOON)
    write_rule.schedule(rule, enters_on=DAY + timedelta(days=3), by=HEAD, at=NOON)
    assert "R-90-dear" not in book().by_code
    later = NOON + timedelta(days=3)
    [entered] = write_rule.enter_due(by=CLERK, at=later)
    assert (entered.stage, entered.entered_at) == (RuleStage.IN_FORCE, later)
    moving.retire(entered, grounds=GROUNDS, by=HEAD, at=later)
    verbs = [entry.verb for entry in history_of(rule)]
    assert verbs == [
        "rule.begun", "rule.written", "rule.review", "rule.shadow", "rule.schedule",
        "rule.enter-into-force", "rule.retire",
    ]  # fmt: skip


def test_a_rule_scheduled_for_today_holds_at_once() -> None:
    assert in_force().stage == RuleStage.IN_FORCE
    assert book().rule("R-90-dear").weight > 0


def test_a_rule_holds_on_its_day_even_before_anybody_notes_it() -> None:
    in_force(on=DAY + timedelta(days=2))
    assert "R-90-dear" not in book().by_code
    assert "R-90-dear" not in book(DAY + timedelta(days=1)).by_code
    assert "R-90-dear" in book(DAY + timedelta(days=2)).by_code


@pytest.mark.parametrize("stage", ["in force", "in shadow", "reviewed"])
def test_the_text_of_what_was_reviewed_is_never_written_over(stage: str) -> None:
    rule = {"in force": in_force, "in shadow": in_shadow, "reviewed": reviewed}[stage]()
    no = refused(
        "rule.not-a-draft",
        Kind.CONFLICT,
        write_rule.write_rule,
        rule,
        text(limit=5),
        seen=rule.digest,
        by=AUTHOR,
        at=NOON,
    )
    assert "new version" in no.cure.en


def test_a_newer_version_supersedes_and_a_roll_back_restores_at_once() -> None:
    first = in_force(text(limit=10))
    second = in_force(text(limit=20))
    assert second.number == 2
    first.refresh_from_db()
    assert first.stage == RuleStage.SUPERSEDED
    assert "20" in book().rule("R-90-dear").when
    before = BookChange.objects.count()
    gone, again = moving.roll_back(second, grounds=GROUNDS, by=HEAD, at=NOON)
    assert (gone.stage, again.pk, again.stage) == (
        RuleStage.ROLLED_BACK, first.pk, RuleStage.IN_FORCE,
    )  # fmt: skip
    assert "10" in book().rule("R-90-dear").when
    assert BookChange.objects.count() > before
    third = in_force(text(limit=30))
    assert third.number == 3
    moving.roll_back(third, grounds=GROUNDS, by=HEAD, at=NOON)
    assert "10" in book().rule("R-90-dear").when


def test_without_an_earlier_version_the_shipped_rule_holds_again() -> None:
    shipped = load_book().rule("R-06")
    rule = in_force(text("R-06", limit=7).replace("TW-R-06", shipped.answer))
    assert book().rule("R-06").when == "dutiable_value > 7"
    _, again = moving.roll_back(rule, grounds=GROUNDS, by=HEAD, at=NOON)
    assert again is None
    assert book().rule("R-06") == shipped
    assert book().version == load_book().version


def test_a_shadow_runs_beside_the_book_without_any_effect() -> None:
    in_shadow()
    [quiet] = [rule for rule in book().rules if rule.severity is Severity.SHADOW]
    assert (quiet.code, quiet.weight, quiet.lane) == ("R-90-dear~1", 0, None)
    assert "R-90-dear" not in book_to_tell().by_code


@pytest.mark.parametrize("deed", ["review", "shadow", "schedule"])
def test_whoever_wrote_in_it_neither_reviews_nor_releases(deed: str) -> None:
    writer = HEAD
    rule = written(by=writer)
    if deed == "review":
        refused("rule.four-eyes", Kind.FORBIDDEN, write_rule.review, tried(rule), by=writer,
                at=NOON)  # fmt: skip
        return
    write_rule.review(tried(rule), by=PEER, at=NOON)
    doing = moving.shadow if deed == "shadow" else write_rule.schedule
    more = {} if deed == "shadow" else {"enters_on": DAY}
    refused("rule.four-eyes", Kind.FORBIDDEN, doing, rule, by=writer, at=NOON, **more)


def test_whoever_reviewed_does_not_schedule() -> None:
    rule = write_rule.review(tried(written()), by=HEAD, at=NOON)
    refused("rule.reviewer-releases", Kind.FORBIDDEN, write_rule.schedule, rule, enters_on=DAY,
            by=HEAD, at=NOON)  # fmt: skip


def test_a_rule_that_was_not_tried_as_it_stands_is_not_reviewed() -> None:
    rule = written()
    refused("rule.not-tried", Kind.CONFLICT, write_rule.review, rule, by=PEER, at=NOON)
    tried(rule)
    changed, _ = write_rule.write_rule(rule, text(limit=3), seen=rule.digest, by=AUTHOR, at=NOON)
    refused("rule.not-tried", Kind.CONFLICT, write_rule.review, changed, by=PEER, at=NOON)


def test_a_rule_that_hits_everything_is_refused_and_the_book_stays() -> None:
    rule = tried(written(), hits=90, parcels=100)
    no = refused("rule.hits-everything", Kind.INVALID, write_rule.review, rule, by=PEER, at=NOON)
    assert no.values["hits"] == 90
    rule.refresh_from_db()
    assert rule.stage == RuleStage.CHECKED
    assert book().version == load_book().version


@pytest.mark.parametrize(
    "condition",
    [
        "dutiable_valu > 1",
        "dutiable_value / 0 > 1",
        "1 < 2",
        "(" * 50 + "dutiable_value" + ")" * 50 + " > 1",
        "read_csv('/etc/passwd') IS NULL",
        "dutiable_value > (SELECT 1 FROM lists)",
    ],
    ids=["unknown column", "division by zero", "everything", "without end", "file", "table"],
)
def test_a_bad_rule_stays_a_draft_with_its_mistakes_and_the_book_in_force_stays(
    condition: str,
) -> None:
    good = in_force(text(limit=10))
    before = book().version
    rule = writing.begin_rule("R-91-bad", text("R-91-bad"), by=AUTHOR, at=NOON)
    bad = text("R-91-bad").replace("dutiable_value > 0", condition)
    kept, found = write_rule.write_rule(rule, bad, seen=rule.digest, by=AUTHOR, at=NOON)
    assert kept.stage == RuleStage.DRAFTED
    assert found.errors[0].line == 8
    assert kept.mistakes[0]["en"]
    refused("state.rule document.review", Kind.CONFLICT, write_rule.review, kept, by=PEER, at=NOON)
    assert book().version == before
    assert StoredRule.objects.get(pk=good.pk).stage == RuleStage.IN_FORCE


def test_nobody_writes_over_what_another_has_written_meanwhile() -> None:
    rule = written()
    seen = rule.digest
    write_rule.write_rule(rule, text(limit=2), seen=seen, by=PEER, at=NOON)
    refused("rule.changed-meanwhile", Kind.CONFLICT, write_rule.write_rule, rule, text(limit=3),
            seen=seen, by=AUTHOR, at=NOON)  # fmt: skip


def test_one_version_of_a_rule_is_under_way_at_a_time() -> None:
    rule = written()
    refused("rule.under-way", Kind.CONFLICT, write_rule.begin_rule, rule.code, by=PEER, at=NOON)
    moving.withdraw(rule, grounds=GROUNDS, by=AUTHOR, at=NOON)
    assert write_rule.begin_rule(rule.code, by=PEER, at=NOON).number == 2


def test_a_new_version_begins_with_the_latest_text() -> None:
    in_force(text(limit=10))
    assert "10" in write_rule.begin_rule("R-90-dear", by=AUTHOR, at=NOON).text
    shipped = write_rule.begin_rule("R-05", by=AUTHOR, at=NOON)
    assert "礼品" in shipped.text
    assert write_rule.check_text(shipped.text, at=NOON).errors == ()


def test_the_example_that_a_new_rule_begins_with_is_sound() -> None:
    rule = write_rule.begin_rule("R-92-mine", by=AUTHOR, at=NOON)
    found = write_rule.check_text(rule.text, at=NOON)
    assert found.mistakes == ()
    assert found.rule.code == "R-92-mine"


def test_a_rule_enters_into_force_on_no_day_that_is_past() -> None:
    refused("rule.day-past", Kind.INVALID, in_force, on=DAY - timedelta(days=1))


def test_a_scheduled_rule_can_be_called_off_before_its_day() -> None:
    rule = in_force(on=DAY + timedelta(days=5))
    called = moving.call_off(rule, grounds=GROUNDS, by=HEAD, at=NOON)
    assert (called.stage, called.enters_on) == (RuleStage.REVIEWED, None)
    assert "R-90-dear" not in book(DAY + timedelta(days=6)).by_code


def test_sending_back_asks_for_another_review() -> None:
    rule = moving.send_back(reviewed(), grounds=GROUNDS, by=PEER, at=NOON)
    assert (rule.stage, rule.reviewer) == (RuleStage.DRAFTED, "")


@pytest.mark.parametrize("deed", [moving.withdraw, moving.send_back])
def test_what_stops_a_rule_needs_reasons(deed) -> None:
    refused("rule.grounds", Kind.INVALID, deed, reviewed(), grounds="no", by=PEER, at=NOON)


def test_an_analyst_does_not_stop_a_shadow_run_alone() -> None:
    rule = in_shadow()
    refused("access.permission", Kind.FORBIDDEN, moving.withdraw, rule, grounds=GROUNDS, by=AUTHOR,
            at=NOON)  # fmt: skip
    moving.withdraw(rule, grounds=GROUNDS, by=HEAD, at=NOON)
    assert book().version == load_book().version


@pytest.mark.parametrize("by", [OFFICER, STRANGER], ids=["officer", "stranger"])
def test_others_write_and_release_nothing(by) -> None:
    refused("access.permission", Kind.FORBIDDEN, write_rule.begin_rule, "R-93", by=by, at=NOON)
    rule = reviewed()
    refused("access.permission", Kind.FORBIDDEN, moving.shadow, rule, by=by, at=NOON)


def test_a_stranger_sees_no_rule() -> None:
    in_force()
    assert StoredRule.objects.visible_to(STRANGER).count() == 0
    assert StoredRule.objects.visible_to(OFFICER).count() == 1


def test_the_database_keeps_one_version_in_force() -> None:
    rule = in_force()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredRule.objects.create(
            code=rule.code, number=9, stage=RuleStage.IN_FORCE, text="x", created_at=NOON,
            enters_on=DAY, entered_at=NOON,
        )  # fmt: skip


def test_the_code_may_change_while_it_is_a_draft() -> None:
    in_force(text("R-94-other"))
    rule = written()
    again, _ = write_rule.write_rule(rule, text("R-94-other"), seen=rule.digest, by=AUTHOR, at=NOON)
    assert (again.code, again.number) == ("R-94-other", 2)


@pytest.mark.parametrize("verb", list(RULE.moves))
def test_every_move_of_a_rule_has_a_deed(verb: str) -> None:
    inside = {"check", "write", "supersede", "restore"}
    assert verb in inside or hasattr(moving, verb.replace("-", "_"))
