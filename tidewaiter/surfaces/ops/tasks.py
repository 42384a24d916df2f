"""What is done by the clock."""

import time
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from tidewaiter.base.identity.actors import system_actor

if TYPE_CHECKING:
    from tidewaiter.flows.assess_arrivals import Tools

_PLACED_A_MINUTE = 16
"""Lots of parties that are placed in a minute at most: a rush is placed in quieter minutes, the
rest in the night. Until then each decision places its own, which costs more than placing them once.
"""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="overdue", pass_context=False)
def decide_overdue(timestamp: int) -> None:
    """Every minute: decide the declarations whose partners did not come in time."""
    from tidewaiter.flows.assess_arrivals import assess_overdue

    while assess_overdue(_tools(), by=system_actor("scheduler"), at=datetime.now(UTC)):
        pass


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="prices", pass_context=False)
def learn(timestamp: int) -> None:
    """Every ten minutes: learn from accepted parcels what goods usually cost."""
    from tidewaiter.flows.learn_prices import learn_prices

    learn_prices(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="lists", pass_context=False)
def screen(timestamp: int) -> None:
    """Every minute: hold everybody known against what lists have changed."""
    from tidewaiter.flows.load_list import screen_again

    screen_again(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="law", pass_context=False)
def change_law(timestamp: int) -> None:
    """Every minute: publish changes of the law, tell firms of those to come."""
    from tidewaiter.flows.tell_changes import tell_changes

    tell_changes(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rules", pass_context=False)
def change_book(timestamp: int) -> None:
    """Every minute: note which stored rules hold from today, begin and end priority areas."""
    from tidewaiter.flows.run_campaigns import turn_campaigns
    from tidewaiter.flows.write_rule import enter_due

    enter_due(by=system_actor("scheduler"), at=datetime.now(UTC))
    turn_campaigns(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="applicants", pass_context=False)
def check_applicants(timestamp: int) -> None:
    """Every minute: check applications to trade whose checks a fallen process left undone."""
    from tidewaiter.flows.access_review import check_waiting

    check_waiting(at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="clocks", pass_context=False)
def clocks(timestamp: int) -> None:
    """Every minute: let the clocks of dockets warn, and do what the law says of silence."""
    from tidewaiter.flows.run_clocks import run_clocks

    run_clocks(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="reports", pass_context=False)
def check_reports(timestamp: int) -> None:
    """Every minute: go on with test reports of which an officer has settled a question; every hour
    also with those that wait for a register.
    """
    from tidewaiter.flows.check_report import go_on_checking

    at = datetime.now(UTC)
    go_on_checking(by=system_actor("scheduler"), at=at, asking=at.minute == 15)


@app.periodic(cron="40 17 * * *")
@app.task(queueing_lock="grades", pass_context=False)
def grade_chains(timestamp: int) -> None:
    """Every night (17:40 UTC, twenty to two in China): grade the chains of all products."""
    from tidewaiter.flows.grade_products import grade

    grade(None, by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="letters", pass_context=False)
def letters(timestamp: int) -> None:
    """Every minute: tell parties by mail that a letter waits for them."""
    from tidewaiter.flows.tell_letters import tell_letters

    tell_letters(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="25 * * * *")
@app.task(queueing_lock="drafts", pass_context=False)
def drafts(timestamp: int) -> None:
    """Every hour: tell of applications that lapse soon, and forget those whose days are over."""
    from tidewaiter.flows.apply import lapse, warn

    by, at = system_actor("scheduler"), datetime.now(UTC)
    warn(by=by, at=at)
    lapse(by=by, at=at)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="budgets", pass_context=False)
def budgets(timestamp: int) -> None:
    """Every minute: set anew from which priority each office inspects."""
    from tidewaiter.flows.keep_budgets import keep_budgets

    keep_budgets(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="release-later", pass_context=False)
def release(timestamp: int) -> None:
    """Every minute: release the parcels whose delay is over."""
    from tidewaiter.flows.release_later import release_later

    release_later(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="audit-later", pass_context=False)
def let_go(timestamp: int) -> None:
    """Every hour: let parcels go to a later audit whose documents nobody looked at in time."""
    from tidewaiter.flows.audit_later import audit_later

    audit_later(by=system_actor("scheduler"), at=datetime.now(UTC))


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="archive", pass_context=False)
def archive(timestamp: int) -> None:
    """Every hour: write the days of the last week that are over and not yet in the archive.

    In the night that is the day before; later, what an interrupted night left undone.
    """
    from django.conf import settings

    from tidewaiter.flows.archive_day import archive_day, last_days

    at, tools = datetime.now(UTC), _tools()
    for day in last_days(settings.TIDEWAITER_ARCHIVE, at=at, back=7):
        archive_day(
            day, settings.TIDEWAITER_ARCHIVE, book=tools.book, policy=tools.policy,
            seed=tools.seed, at=at,
        )  # fmt: skip


@app.periodic(cron="50 * * * *")
@app.task(queueing_lock="tiles", pass_context=False)
def check_tiles(timestamp: int) -> None:
    """Every hour: hold the tiles of archived days against the archive; nothing may differ."""
    from django.conf import settings

    from tidewaiter.flows import check_tiles as story

    at, tools, folder = datetime.now(UTC), _tools(), settings.TIDEWAITER_ARCHIVE
    for day in story.unchecked(folder, since=at.date() - timedelta(days=7)):
        story.check_tiles(day, folder, book=tools.book, by=system_actor("scheduler"), at=at)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="placing", pass_context=False)
def place_parties(timestamp: int) -> None:
    """Every minute: keep the addresses, consignees and sellers that arrived, in their clusters."""
    from tidewaiter.flows.link_parties import link_some

    by = system_actor("scheduler")
    for _ in range(_PLACED_A_MINUTE):
        began = time.monotonic()
        if not link_some(by=by, at=datetime.now(UTC)):
            break
        # decisions do not wait for it: it rests twice as long as it works
        time.sleep(min(2 * (time.monotonic() - began), 2.0))


@app.periodic(cron="10 19 * * *")
@app.task(queueing_lock="linking", pass_context=False)
def link(timestamp: int) -> None:
    """Every night (19:10 UTC, ten past three in China): link all parties anew."""
    from tidewaiter.flows.link_parties import link_parties

    at = datetime.now(UTC)
    link_parties(night=localdate(at), by=system_actor("scheduler"), at=at)


@app.periodic(cron="50 * * * *")
@app.task(queueing_lock="models", pass_context=False)
def watch(timestamp: int) -> None:
    """Every hour: hold the models that run against the latest day in the archive, once."""
    from django.conf import settings

    from tidewaiter.flows.watch_models import watch_models

    watch_models(settings.TIDEWAITER_ARCHIVE, by=system_actor("scheduler"), at=datetime.now(UTC))


@cache
def _tools() -> "Tools":
    # imported only where a task runs: every process of Django loads this file
    from tidewaiter.flows.assess_arrivals import Tools
    from tidewaiter.flows.drawing import draw_seed

    return Tools(seed=draw_seed())
