"""What was answered in a draft, and what it still lacks."""

from datetime import datetime
from typing import Any

import msgspec

from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.applications import Application, as_given
from tidewaiter.base.docket.models import Draft
from tidewaiter.base.docket.rules.applications import Lack, lacks
from tidewaiter.base.privacy.vault import open_message


def kept_answers(draft: Draft) -> dict[str, Any]:
    """The answers as they were written down."""
    found: dict[str, Any] = msgspec.json.decode(
        open_message(bytes(draft.answers_sealed), context=draft.seal)
    )
    return found


def answers_of(draft: Draft, application: Application) -> dict[str, Any]:
    """The answers as rules and commands take them."""
    return as_given(application, kept_answers(draft))


def lacking_in(draft: Draft, application: Application, *, at: datetime) -> tuple[Lack, ...]:
    """What stands between a draft and its being sent."""
    handed = set(draft.papers.values_list("asked", flat=True))
    return lacks(application, answers_of(draft, application), handed, on=clocks.day_of(at))
