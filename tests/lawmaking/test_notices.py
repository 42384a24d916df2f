"""Firms are told 30, 7 and 1 days ahead: each step once, also after a day on which nothing ran."""

from datetime import date, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from tests.cast import CLERK, everybody
from tests.lawmaking.makers import HEAD, LIMIT, NOON, PACK, SECOND, a_draft, superseded, written
from tidewaiter.flows import make_law
from tidewaiter.flows import tell_changes as flow
from tidewaiter.flows.tell_changes import mail_notices, tell_changes
from tidewaiter.lawmaking.models import Notice, Proposal
from tidewaiter.lawmaking.rules.affected import Affected, concerns, step_due
from tidewaiter.registry.commands.operators import change_standing, declare
from tidewaiter.registry.models import Operator

BEGINS = date(2027, 3, 1)
MERCHANTS_OF = Affected(roles=(("merchant", ("b2c-direct",)),))


@pytest.fixture
def scheduled(db: None) -> Proposal:
    everybody()
    proposal, _ = written(a_draft(), superseded(begins=BEGINS))
    proposal = make_law.review(proposal, by=SECOND, at=NOON)
    return make_law.schedule(proposal, by=HEAD, at=NOON)


def days_before(days: int):
    """A moment at the office, so many days before the change applies."""
    return NOON + timedelta(days=(BEGINS - NOON.date()).days - days)


def given() -> dict[int, int]:
    """How many notices there are of each step."""
    found: dict[int, int] = {}
    for days in Notice.objects.values_list("days", flat=True):
        found[days] = found.get(days, 0) + 1
    return found


def test_each_step_is_told_once_however_often_the_scheduler_runs(scheduled) -> None:
    for days in (40, 31):
        assert tell_changes(by=CLERK, at=days_before(days)) == 0
    told = tell_changes(by=CLERK, at=days_before(30))
    assert told > 0
    for days in (30, 29, 8):
        assert tell_changes(by=CLERK, at=days_before(days)) == 0
    assert tell_changes(by=CLERK, at=days_before(7)) == told
    assert tell_changes(by=CLERK, at=days_before(7)) == 0
    assert tell_changes(by=CLERK, at=days_before(1)) == told
    assert given() == {30: told, 7: told, 1: told}


def test_after_a_day_of_downtime_the_notice_is_given_late_and_once(scheduled) -> None:
    told = tell_changes(by=CLERK, at=days_before(30))
    assert tell_changes(by=CLERK, at=days_before(6)) == told
    assert tell_changes(by=CLERK, at=days_before(6)) == 0
    assert given() == {30: told, 7: told}


def test_nothing_is_announced_once_it_applies(scheduled) -> None:
    assert tell_changes(by=CLERK, at=days_before(0)) == 0
    scheduled.refresh_from_db()
    assert scheduled.stage == "in-force"
    assert given() == {}


def test_the_database_refuses_a_second_notice_of_a_step(scheduled) -> None:
    from django.db import IntegrityError, transaction

    tell_changes(by=CLERK, at=days_before(30))
    first = Notice.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(proposal=first.proposal, operator=first.operator, days=30, at=NOON)


def test_a_firm_with_a_contact_gets_one_letter_for_each_step(scheduled) -> None:
    tell_changes(by=CLERK, at=days_before(30))
    firm = Operator.objects.get(code=Notice.objects.first().operator)
    declare(firm, contact="law@firm.example", trades=[], by=CLERK, at=NOON)
    for _ in range(2):
        tell_changes(by=CLERK, at=days_before(29))
    [letter] = mail.outbox
    assert letter.to == ["law@firm.example"]
    assert "2027-03-01" in letter.subject
    assert LIMIT in letter.body
    assert scheduled.pack == PACK


def test_a_closed_registration_is_told_nothing(scheduled) -> None:
    for firm in Operator.objects.all():
        change_standing(firm, "close", grounds="gone", by=CLERK, at=NOON)
    assert tell_changes(by=CLERK, at=days_before(30)) == 0


@pytest.mark.parametrize(
    ("roles", "models", "told"),
    [
        (["merchant"], [], True),
        (["merchant"], ["b2c-direct"], True),
        (["merchant"], ["b2b-direct"], False),
        (["carrier"], [], False),
        (["carrier", "merchant"], ["b2c-direct", "c2c"], True),
    ],
)
def test_a_change_concerns_the_role_and_the_declared_models(roles, models, told) -> None:
    assert concerns(MERCHANTS_OF, roles, models) is told
    assert concerns(Affected(everybody=True), roles, models) is True
    assert concerns(Affected(), roles, models) is False


@pytest.mark.parametrize(
    ("days", "step"),
    [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, None), (-1, None)],
)
def test_the_last_step_whose_day_has_come_is_due(days, step) -> None:
    assert step_due(BEGINS, (30, 7, 1), on=BEGINS - timedelta(days=days)) == step


def test_firms_that_were_told_are_told_that_it_will_not_come(scheduled) -> None:
    told = tell_changes(by=CLERK, at=days_before(30))
    firm = Operator.objects.get(code=Notice.objects.first().operator)
    declare(firm, contact="law@firm.example", trades=[], by=CLERK, at=NOON)
    proposal = make_law.call_off(scheduled, grounds="prices fell", by=HEAD, at=days_before(20))
    assert proposal.stage == "withdrawn"
    last = Notice.objects.filter(called_off=True)
    assert (last.count(), {one.days for one in last}) == (told, {20})
    for days in (20, 7, 1):
        assert tell_changes(by=CLERK, at=days_before(days)) == 0
    [letter] = mail.outbox
    assert "will not apply" in letter.body and "不再施行" in letter.body


class Post(EmailBackend):
    """A post that refuses as often as it is told to, and counts."""

    refuse = 0
    asked = 0

    def send_messages(self, messages):
        Post.asked += 1
        if Post.refuse:
            Post.refuse -= 1
            raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)


@pytest.fixture
def letters(scheduled, monkeypatch, settings):
    """One firm with an address, told 30 days ahead by a post that can fail."""
    settings.EMAIL_BACKEND = f"{__name__}.Post"
    monkeypatch.setattr(Post, "refuse", 0)
    monkeypatch.setattr(Post, "asked", 0)
    tell_changes(by=CLERK, at=days_before(30))
    firm = Operator.objects.get(code=Notice.objects.first().operator)
    declare(firm, contact="law@firm.example", trades=[], by=CLERK, at=NOON)
    return mail.outbox


def test_a_letter_that_failed_is_tried_again_later_each_time(letters) -> None:
    Post.refuse = 2
    at = days_before(29)
    waited = []
    for minute in range(8):
        before = Post.asked
        mail_notices(by=CLERK, at=at + timedelta(minutes=minute))
        if Post.asked > before:
            waited.append(minute)
    assert waited == [0, 1, 3]
    assert len(letters) == 1
    notice = Notice.objects.get(sent_at__isnull=False)
    assert (notice.tries, notice.sent_at) == (3, at + timedelta(minutes=3))


def test_a_letter_whose_sending_was_not_confirmed_goes_out_again(letters, monkeypatch) -> None:
    def die(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(flow, "note_sent", die)
        with pytest.raises(KeyboardInterrupt):
            mail_notices(by=CLERK, at=days_before(29))
    assert mail_notices(by=CLERK, at=days_before(29)) == 0, "somebody may be sending it"
    assert mail_notices(by=CLERK, at=days_before(28)) == 1
    assert mail_notices(by=CLERK, at=days_before(27)) == 0
    assert len(letters) == 2


def test_while_the_post_does_not_answer_no_try_is_spent(letters, monkeypatch) -> None:
    def silent(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(Post, "open", silent)
        assert mail_notices(by=CLERK, at=days_before(29)) == 0
    assert set(Notice.objects.values_list("tries", flat=True)) == {0}
    assert mail_notices(by=CLERK, at=days_before(29)) == 1
