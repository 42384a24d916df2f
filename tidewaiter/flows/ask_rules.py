"""Ask every rule of the book by which a parcel was decided what it says of it."""

from datetime import datetime

import msgspec

from tidewaiter.engine.answers import Said, answers
from tidewaiter.engine.frames import Documents
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.receive_message import law_on
from tidewaiter.flows.try_rule import decided_frames
from tidewaiter.law.loader import load
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.queries.book import edition
from tidewaiter.risk.queries.decided import decided_as


def ask_rules(assessment: Assessment, *, pack: str, at: datetime) -> tuple[Said, ...]:
    """What each rule said of a parcel when it was decided: by its book, its law and what was known.

    Where the edition of the book was not kept, the book in force is asked.
    """
    law = load(pack).on(assessment.law_day)
    book = edition(assessment.book) or book_of_day(law_on(at))
    context = msgspec.json.decode(assessment.context) or {}
    snoozed = frozenset(context.get("snoozed") or ())
    tables = Documents(decided_frames([decided_as(assessment.pk)]))
    return answers(tables, law, book, snoozed=snoozed)
