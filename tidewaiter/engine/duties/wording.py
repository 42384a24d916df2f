"""The names in formulas and beside values, said to a reader of English or of Chinese."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).parent / "working.yaml"


@dataclass(frozen=True, slots=True)
class Word:
    """A name: what it is called, what it means where it is a letter, and how its value is shown."""

    en: str
    zh: str
    letter: bool = False
    percent: bool = False


@cache
def words() -> Mapping[str, Word]:
    """All names that formulas and values use."""
    listed: Mapping[str, Any] = yaml.safe_load(SOURCE.read_text("utf-8"))["words"]
    return {name: Word(**{"en": name, **said}) for name, said in listed.items()}


def formula_in(language: str, formula: str) -> str:
    """A formula with its names in a language; letters and signs stay."""
    if not _is_chinese(language):
        return formula
    return _names().sub(lambda found: words()[found.group()].zh, formula)


def label_in(language: str, name: str) -> str:
    """The name beside a value; for a letter what it stands for, too."""
    word = words()[name]
    said = word.zh if _is_chinese(language) else word.en
    if word.letter:
        return f"{name}（{said}）" if _is_chinese(language) else f"{name} ({said})"
    return said


def figure(name: str, value: Any) -> Any:
    """A value as a reader expects it: a share of one becomes a percentage with its sign."""
    if words()[name].percent and isinstance(value, Decimal | int):
        return f"{plain(Decimal(value) * 100)} %"
    return value


def plain(value: Any) -> str:
    """A value as a reader writes it: no needless zeros."""
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted((n for n, w in words().items() if not w.letter), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


def _is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")
