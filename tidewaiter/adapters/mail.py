"""Mail that leaves the house: to a mail server, or into a folder where there is none.

Django's back-ends do the sending; this reads what they laid into the folder, one file a delivery.
"""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "django.core.mail.backends.filebased.EmailBackend"
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in the local mailbox."""

    to: str
    subject: str
    body: str
    date: str


def backend(host: str) -> str:
    """The back-end that sends: to the mail server, or into the folder where none is named."""
    return SMTP if host else FOLDER


def mailbox(home: Path) -> Path:
    """The folder of mails in a data folder, open to its owner only: links in mails are keys."""
    folder = home / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def lately(folder: Path, *, most: int = 30) -> tuple[Mail, ...]:
    """The last mails in the folder, the newest first."""
    found: list[Mail] = []
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files:
        found += reversed(list(_in_file(file.read_bytes())))
        if len(found) >= most:
            break
    return tuple(found[:most])


def _in_file(content: bytes) -> Iterator[Mail]:
    for part in content.split(_BETWEEN):
        if part.strip():
            read = email.message_from_bytes(part, policy=email.policy.default)
            assert isinstance(read, EmailMessage)
            body = read.get_body(("plain",))
            said = body.get_content() if body is not None else ""
            yield Mail(str(read["To"]), str(read["Subject"]), said, str(read["Date"] or ""))
