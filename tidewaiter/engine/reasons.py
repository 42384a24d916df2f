"""Put a reason into words: what the rule saw, what the declarant can do, in English and Chinese."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tidewaiter.engine.book.loader import Book

UNTOLD = "–"
"""Stands for a value that the reader may not see, or that nobody knows."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason in one language.

    `law` is the id of the legal text and its article, `answer` the code by which receipts tell it.
    """

    message: str
    cure: str
    law: str
    answer: str


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return UNTOLD


def render(book: Book, code: str, evidence: str | Mapping[str, Any], lang: str) -> Sentence:
    """The sentence of a reason with the values that made the rule fire.

    Raises KeyError when the book has no such rule.
    """
    rule = book.rule(code)
    values = _Values({name: plain(value) for name, value in _read(evidence).items()})
    return Sentence(
        message=rule.message[lang].format_map(values),
        cure=rule.cure[lang].format_map(values),
        law=" ".join(part for part in (rule.law.reference, rule.law.article) if part),
        answer=rule.answer,
    )


def official(book: Book, code: str, evidence: str | Mapping[str, Any], lang: str = "zh") -> str:
    """A reason as the single window writes it into `returnInfo`.

    `[Code:1332;Desc:…][OrderHead.acturalPaid:561.89,PaymentHead.amountPaid:3197.95]`
    """
    rule, found = book.rule(code), _read(evidence)
    said = render(book, code, found, lang)
    seen = [
        f"{path}:{plain(found[name])}" for name, path in rule.fields.items() if name in found
    ]
    masked = [found.get("left_masked"), found.get("right_masked")]
    if not seen and all(masked):
        seen = [f"{path}:{text}" for path, text in zip(rule.fields.values(), masked, strict=False)]
    values = f"[{','.join(seen)}]" if seen else ""
    return f"[Code:{said.answer};Desc:{said.message}]{values}"


def plain(value: Any) -> str:
    """A value as people write it: amounts without trailing zeros."""
    if value is None:
        return UNTOLD
    if isinstance(value, str) and "." in value:
        try:
            return f"{Decimal(value).normalize():f}"
        except InvalidOperation:
            return value
    return str(value)


def _read(evidence: str | Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(evidence) if isinstance(evidence, str) else evidence
    return found
