"""Mails to people: written in their language, sent at once or refused."""

import structlog
from django.core.mail import EmailMessage

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

_log = structlog.get_logger()


def post(to: str, subject: str, *lines: str) -> None:
    """Send a mail; refuse where the post does not take it."""
    try:
        EmailMessage(subject=subject, body="\n".join(lines), to=[to]).send()
    except OSError as error:
        _log.warning("post.no-answer", problem=type(error).__name__)
        raise Refusal(
            "mail.no-answer",
            Text("The mail could not be sent just now.", "邮件暂时无法发送。"),
            cure=Text("Try again in a few minutes.", "请几分钟后重试。"),
            kind=Kind.CONFLICT,
        ) from error
