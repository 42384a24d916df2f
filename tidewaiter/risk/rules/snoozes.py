"""When a rule may be kept quiet about one value, and for how long."""

from datetime import date
from enum import StrEnum

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.risk.rules.book import LAW

LONGEST = 184
"""Days for which a rule is kept quiet at most; then somebody looks again."""


class Subject(StrEnum):
    """About whom or what a rule may be kept quiet; the values stand in columns of the engine."""

    MERCHANT = "merchant"
    PLATFORM = "platform"
    DECLARANT = "declarant"
    CARRIER = "carrier"
    BUYER = "buyer"
    PHONE = "phone"
    ADDRESS = "address"


def may_be_quiet(code: str, severity: str) -> None:
    """What the law demands of every parcel is kept quiet about nobody (8)."""
    if severity == "reject":
        raise Refusal(
            "snooze.rejects",
            Text(
                "The rule {code} rejects what the law does not allow; nobody is exempt from it.",
                "规则{code}对违法申报予以退单，任何人不得豁免。",
            ),
            values={"code": code},
            law=f"{LAW}, 8",
            cure=Text("Have the declarant correct the documents.", "请要求申报人更正单证。"),
        )


def bounded(until: date, *, on: date) -> None:
    """A rule is kept quiet until a day within half a year (8)."""
    days = (until - on).days
    if not 1 <= days <= LONGEST:
        raise Refusal(
            "snooze.until",
            Text(
                "{day} lies {days} days ahead; at least 1 and at most {most}.",
                "{day}距今{days}天；至少1天，最多{most}天。",
            ),
            values={"day": until.isoformat(), "days": days, "most": LONGEST},
            law=f"{LAW}, 8",
            cure=Text("Choose a day on which somebody looks again.", "请选择再次复查的日期。"),
        )
