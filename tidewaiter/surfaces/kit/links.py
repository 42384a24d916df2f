"""Links in mails: signed, for one purpose, and worth nothing after a while."""

from typing import Any

from django.core import signing

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

HOURS = 48
"""So long a link can be followed."""


def sealed(purpose: str, **told: Any) -> str:
    """A token that says what it is told, and that only this installation can have made."""
    return signing.dumps(told, salt=f"link {purpose}", compress=True)


def opened(purpose: str, token: str) -> dict[str, Any]:
    """What a token says; refuse one that is forged, for something else, or too old."""
    try:
        told: dict[str, Any] = signing.loads(token, salt=f"link {purpose}", max_age=HOURS * 3600)
    except signing.BadSignature as wrong:
        raise over() from wrong
    return told


def over() -> Refusal:
    """What is said of a link that leads nowhere any more."""
    return Refusal(
        "link.over",
        Text(
            "This link was used, is older than {hours} hours, or is not whole.",
            "该链接已使用、已超过{hours}小时或不完整。",
        ),
        values={"hours": HOURS},
        cure=Text(
            "Copy the whole link from the mail, or begin again to get another one.",
            "请完整复制邮件中的链接，或重新开始以获取新链接。",
        ),
        kind=Kind.CONFLICT,
    )
