"""Turns a reason into sentences: what is wrong, what the law says, what can be done."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import Law, Rule

_PLACE = re.compile(r"\{(\w+)\}")
_PERSONAL = {"en": "not shown", "zh": "不显示"}
_ABSENT = {"en": "none", "zh": "无"}
_JOIN = {"en": ", ", "zh": "、"}
_MASKED = ("left_masked", "right_masked")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason for a reader: its code in the receipt, what is wrong, its law, what can be done."""

    answer: str
    message: str
    cure: str
    law: Law


def render(book: Book, code: str, evidence: str | Mapping[str, Any], language: str) -> Sentence:
    """A reason as sentences in English or Chinese.

    Personal values are shown where the caller adds `left_masked` and `right_masked` to the
    evidence.
    """
    rule, values = book.rule(code), _values(evidence)
    return Sentence(
        answer=rule.answer,
        message=_filled(rule.message[language], values, language),
        cure=_filled(rule.cure[language], values, language),
        law=rule.law,
    )


def official(book: Book, code: str, evidence: str | Mapping[str, Any], language: str = "zh") -> str:
    """A reason as receipts state it: `[Code:1332;Desc:…][OrderHead.acturalPaid:561.89,…]`."""
    rule, values = book.rule(code), _values(evidence)
    message = _filled(rule.message[language], values, language)
    compared = ",".join(
        f"{field}:{shown}" for field, shown in compared_values(rule, values, language)
    )
    return f"[Code:{rule.answer};Desc:{message}]" + (f"[{compared}]" if compared else "")


def compared_values(
    rule: Rule, evidence: str | Mapping[str, Any], language: str = "en"
) -> list[tuple[str, str]]:
    """The fields that a rule compares, each with its value: ("OrderHead.acturalPaid", "561.89")."""
    values, shown = _values(evidence), []
    masked = iter(_MASKED)
    for column, field in rule.fields.items():
        if column.endswith("_ix"):
            mask = values.get(next(masked, ""))
            shown.append((field, str(mask) if mask else _kind(_PERSONAL, language)))
        elif column in values:
            shown.append((field, _text(values[column], language)))
    return shown


def _values(evidence: str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(evidence, str):
        found: Mapping[str, Any] = json.loads(evidence)
        return found
    return evidence


def _filled(template: str, values: Mapping[str, Any], language: str) -> str:
    def value(place: re.Match[str]) -> str:
        name = place.group(1)
        if name in _MASKED and not values.get(name):
            return _kind(_PERSONAL, language)
        return _text(values.get(name), language)

    return _PLACE.sub(value, template)


def _text(value: Any, language: str) -> str:
    """A value as a reader writes it: no empty decimals, no JSON."""
    if value is None:
        return _kind(_ABSENT, language)
    if isinstance(value, bool):
        return {True: {"en": "yes", "zh": "是"}, False: {"en": "no", "zh": "否"}}[value][
            "zh" if language.startswith("zh") else "en"
        ]
    if isinstance(value, list):
        return _kind(_JOIN, language).join(_text(each, language) for each in value)
    if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
        return _plain(value)
    return str(value)


def _plain(number: str) -> str:
    try:
        text = f"{Decimal(number).normalize():f}"
    except InvalidOperation:
        return number
    whole, _, decimals = text.partition(".")
    return text if len(decimals) != 1 else f"{whole}.{decimals}0"


def _kind(words: Mapping[str, str], language: str) -> str:
    return words["zh" if language.lower().startswith("zh") else "en"]
