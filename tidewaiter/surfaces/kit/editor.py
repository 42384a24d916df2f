"""A text with line numbers and what a checker says about its lines, for laws and rules alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms.boundfield import BoundField

SPARE = 4
"""Empty lines below the text, so that one sees where it ends."""


@dataclass(frozen=True)
class Finding:
    """What the checker says about a line; line 0 is the whole text."""

    line: int
    column: int
    message: str
    error: bool
    text: str = ""


@dataclass(frozen=True)
class Code:
    """A text to be written, its line numbers, and the lines about which something is said."""

    field: BoundField
    numbers: tuple[int, ...]
    marked: str


def code(field: BoundField, findings: Iterable[Finding]) -> Code:
    """The field of a text, drawn with line numbers."""
    lines = str(field.value() or "").count("\n") + 1 + SPARE
    field.field.widget.attrs["rows"] = lines
    marked = sorted({one.line for one in findings if one.line})
    return Code(field, tuple(range(1, lines + 1)), " ".join(map(str, marked)))


def told(content: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with the text of their lines."""
    lines = content.splitlines()
    return tuple(
        Finding(
            one.line, one.column, one.message, one.error,
            lines[one.line - 1].strip() if 0 < one.line <= len(lines) else "",
        )
        for one in findings
    )  # fmt: skip
