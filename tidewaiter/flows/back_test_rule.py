"""Try a rule on the archive: what it would have done on past days, against the book in force."""

from datetime import date, datetime

from django.conf import settings

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.engine.history.backtest import Tried, backtest
from tidewaiter.engine.history.layout import FolderError
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.drawing import draw_seed
from tidewaiter.flows.receive_message import law_on
from tidewaiter.risk.commands.book.trials import note_back_test
from tidewaiter.risk.models import StoredRule
from tidewaiter.risk.rules.book import LAW, rule_of, sound


def back_test(rule: StoredRule, *, since: date, until: date, by: Actor, at: datetime) -> Tried:
    """What a version would have done on the archived days from one to another.

    The same as `tidewaiter backtest`, over the archive of this installation.
    """
    sound([one["en"] for one in rule.mistakes if not one["hint"]])
    law = law_on(at)
    try:
        tried = backtest(
            rule_of(rule.text),
            settings.TIDEWAITER_ARCHIVE,
            law=law,
            book=book_of_day(law),
            policy=Policy(),
            seed=draw_seed(),
            since=since,
            until=until,
        )
    except FolderError as lack:
        raise Refusal(
            "rule.no-archive",
            Text(
                "The archive holds no day from {since} to {until}.",
                "存档中没有{since}至{until}的数据。",
            ),
            values={"since": since.isoformat(), "until": until.isoformat()},
            law=f"{LAW}, 2",
            cure=Text(
                "Days are archived in the night after them; choose others.",
                "数据于次日夜间存档，请选择其他日期。",
            ),
            kind=Kind.CONFLICT,
        ) from lack
    note_back_test(
        rule, since=since, until=until, hits=tried.hits, parcels=tried.parcels, by=by, at=at
    )
    return tried
