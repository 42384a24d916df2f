"""The parts of a message written as XML, from templates that are prepared once for each kind."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from tidewaiter.intake.formats.ceb.fields import Model, fields_of, plain
from tidewaiter.intake.formats.ceb.kinds import Form

_SEPARATOR = "\x1f"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1e\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\r]")


class _Template:
    """The tags of one part of a message, around the values of its fields."""

    def __init__(self, model: type[Model], tag: str) -> None:
        names = [field.name for field in fields_of(model)]
        self._values: Any = attrgetter(*names)
        self._tags = [(f"<ceb:{name}>", f"</ceb:{name}>") for name in names]
        self._open = f"<ceb:{tag}>"
        self._close = f"</ceb:{tag}>"

    def write(self, part: Model) -> str:
        """Write a part with its tag; empty optional fields are left out."""
        values: Sequence[Any] = self._values(part)
        written = [
            "" if value is None else value if type(value) is str else _written(value)
            for value in values
        ]
        # One escape and one check for the whole part instead of one for each field.
        joined = _SEPARATOR.join(written)
        if _FORBIDDEN.search(joined) or joined.count(_SEPARATOR) != len(written) - 1:
            raise ValueError("a value holds a control character, which XML cannot carry")
        if _SPECIAL.search(joined):
            written = escaped(joined).split(_SEPARATOR)
        body = "".join(
            [
                f"{opened}{text}{closed}"
                for (opened, closed), text, value in zip(self._tags, written, values, strict=True)
                if value is not None
            ]
        )
        return f"{self._open}{body}{self._close}"


def _written(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def escaped(text: str) -> str:
    """Escape what XML does not carry as it is."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


@cache
def template(model: type[Model], tag: str) -> _Template:
    """Return the template of a part, prepared at its first use."""
    return _Template(model, tag)


def document_xml(form: Form, document: Any) -> str:
    """Write one document with its lines."""
    if form.head_tag is None:
        part = document if form.flat else document.head
        return template(form.head, form.document_tag).write(part)
    body = template(form.head, form.head_tag).write(document.head)
    if form.line is not None and form.line_tag is not None:
        line = template(form.line, form.line_tag)
        body += "".join([line.write(part) for part in document.lines])
    return f"<ceb:{form.document_tag}>{body}</ceb:{form.document_tag}>"


def attribute(text: str) -> str:
    """Escape a text for an attribute."""
    if _FORBIDDEN.search(text) or _SEPARATOR in text:
        raise ValueError("a value holds a control character, which XML cannot carry")
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
