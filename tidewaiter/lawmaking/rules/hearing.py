"""How long the public is heard, how far ahead a change is announced, and until when it is called
off.
"""

from collections.abc import Sequence
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


def not_yet_in_force(enters_on: date | None, *, on: date) -> None:
    """A scheduled change is called off before its first day, not on it or later
    (life of a rule, 5).
    """
    if enters_on is not None and enters_on <= on:
        raise Refusal(
            "lawmaking.applies-already",
            Text(
                "The change applies since {day} and cannot be called off.",
                "该修改已自{day}起施行，不能撤回。",
            ),
            values={"day": enters_on},
            law=f"{LAW}, 5",
            cure=Text("Supersede it by another change.", "请另提修改予以取代。"),
            kind=Kind.CONFLICT,
        )


def last_of_its_files(later: Sequence[str]) -> None:
    """A change that others were built upon is called off after them (life of a rule, 5)."""
    if later:
        raise Refusal(
            "lawmaking.built-upon",
            Text(
                "Other scheduled changes were written upon this one: {later}.",
                "其他已安排生效的修改以本修改为基础：{later}。",
            ),
            values={"later": ", ".join(later)},
            law=f"{LAW}, 5",
            cure=Text(
                "Call those off first, or supersede this one.", "请先撤回这些修改，或另提修改取代。"
            ),
            kind=Kind.CONFLICT,
        )


def sound_without(errors: Sequence[str]) -> None:
    """What remains when a change is called off must be law that can be used
    (life of a rule, 5).
    """
    if errors:
        raise Refusal(
            "lawmaking.needed",
            Text(
                "Without this change the law cannot be used: {first}",
                "撤回本修改后法规将无法使用：{first}",
            ),
            values={"first": errors[0], "errors": len(errors)},
            law=f"{LAW}, 5",
            cure=Text(
                "Call off first what rests on it, or supersede it.",
                "请先撤回依赖它的修改，或另提修改取代。",
            ),
            kind=Kind.CONFLICT,
        )
