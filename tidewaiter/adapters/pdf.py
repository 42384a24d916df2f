"""Copy a PDF without metadata, scripts and attachments, in a process of its own.

A file from a stranger can keep a reader busy for ever or fill its memory; the process has bounds
for both, and its end harms nobody.
"""

import json
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from tidewaiter.adapters.apart import run_apart

_COPIER = Path(__file__).with_name("pdf_copier.py")


class Outcome(IntEnum):
    """What became of the copy; the numbers are the exit codes of the copier."""

    COPIED = 0
    PROTECTED = 3
    DAMAGED = 4


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy, and what was left out of it; without content where there is none."""

    outcome: Outcome
    content: bytes = b""
    out: tuple[str, ...] = ()


def copied(content: bytes) -> Copy:
    """A PDF as readers may have it. One that takes too long or too much counts as damaged."""
    done = run_apart(_COPIER, content)
    if done is None:
        return Copy(Outcome.DAMAGED)
    code, output = done
    if code == Outcome.PROTECTED:
        return Copy(Outcome.PROTECTED)
    head, newline, body = output.partition(b"\n")
    if code != Outcome.COPIED or not newline:
        return Copy(Outcome.DAMAGED)
    return Copy(Outcome.COPIED, body, tuple(json.loads(head)))
