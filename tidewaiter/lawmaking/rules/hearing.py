"""How long the public is heard, and how far ahead a change is announced."""

from datetime import date

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.lawmaking.states import LAW


def heard_long_enough(until: date | None, *, on: date) -> None:
    """A proposal on which the public was asked is not scheduled before its last day has passed
    (life of a rule, 4).
    """
    if until is not None and on <= until:
        raise Refusal(
            "lawmaking.still-consulting",
            Text(
                "The public may comment until the end of {until}.", "公众可提交意见至{until}结束。"
            ),
            values={"until": until},
            law=f"{LAW}, 4",
            cure=Text("Schedule it on a later day.", "请在该日之后再安排生效。"),
            kind=Kind.CONFLICT,
        )


def open_for_comments(until: date | None, *, on: date) -> None:
    """A comment is taken up to and including the last day (life of a rule, 4)."""
    if until is None or on > until:
        raise Refusal(
            "lawmaking.consultation-over",
            Text("The consultation is over.", "征求意见已结束。"),
            law=f"{LAW}, 4",
            cure=Text(
                "See on the page of the proposal what became of it.", "请在提案页面查看处理结果。"
            ),
            kind=Kind.CONFLICT,
        )


def scheduled_ahead(enters_on: date | None, *, on: date) -> None:
    """A change takes effect on a day to come (life of a rule, 6)."""
    if enters_on is None or enters_on <= on:
        raise Refusal(
            "lawmaking.not-ahead",
            Text(
                "The change would begin on {day}, which is not a day to come.",
                "修改将于{day}生效，该日并非将来的日期。",
            ),
            values={"day": enters_on or "–"},
            law=f"{LAW}, 6",
            cure=Text("Let it begin tomorrow or later.", "请将生效日期设为明天或以后。"),
        )
