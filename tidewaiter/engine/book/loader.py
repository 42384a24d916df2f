"""Reads the rule book: one YAML document per rule."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from tidewaiter.engine.book.rules import Grain, Rule, Severity
from tidewaiter.engine.knowledge.tables import knowledge

SHIPPED = Path(__file__).parent
"""The folder of the book that comes with the product."""


class BookError(Exception):
    """A rule document that cannot be used; says which, where and why."""


@dataclass(frozen=True)
class Book:
    """The rules in force, ordered by severity and code."""

    rules: tuple[Rule, ...]
    version: str

    @cached_property
    def running(self) -> tuple[Rule, ...]:
        """The rules as the engine runs them, with those that tell where a mandatory one could not.

        Those that reject come first; so the engine tells the ranks of rejections.
        """
        unknown = [found for rule in self.rules if (found := rule.unknown())]
        return _ordered((*self.rules, *unknown)) if unknown else self.rules

    @cached_property
    def by_code(self) -> MappingProxyType[str, Rule]:
        """Everything that a reason can name by its code: rules, those that could not run, and those
        that are kept quiet.
        """
        found = {rule.code: rule for rule in self.running}
        quiet = (rule.snoozed() for rule in self.rules if rule.severity is not Severity.REJECT)
        return MappingProxyType({rule.code: rule for rule in quiet} | found)

    def rule(self, code: str) -> Rule:
        """A rule by its code."""
        return self.by_code[code]

    def on(self, day: date) -> tuple[Rule, ...]:
        """The rules that apply on a day."""
        return tuple(
            rule
            for rule in self.running
            if rule.since <= day and (rule.until is None or day <= rule.until)
        )

    def per(self, grain: Grain, day: date) -> tuple[Rule, ...]:
        """The rules about a grain that apply on a day."""
        return tuple(rule for rule in self.on(day) if rule.per is grain)

    def extended(self, rules: Iterable[Rule]) -> "Book":
        """The book with further rules; a rule replaces the one with its code."""
        merged = {rule.code: rule for rule in self.rules}
        merged.update((rule.code, rule) for rule in rules)
        return bound(merged.values())


def bound(rules: Iterable[Rule]) -> Book:
    """A book of these rules; its version is a hash of everything that matters to a decision."""
    ordered = _ordered(rules)
    digest = hashlib.sha256(knowledge().version.encode())
    for rule in ordered:
        digest.update(rule.model_dump_json(exclude={"examples", "target"}).encode())
    return Book(ordered, digest.hexdigest()[:16])


def _ordered(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    severities = tuple(Severity)
    return tuple(sorted(rules, key=lambda rule: (severities.index(rule.severity), rule.code)))


def read_rule(text: str, *, family: str = "", place: str = "rule", shipped: bool = False) -> Rule:
    """A rule from its document.

    Raises BookError with the place and every mistake.
    """
    try:
        fields = {"family": family} | yaml.safe_load(text) | {"shipped": shipped}
        return Rule.model_validate(fields)
    except (ValidationError, yaml.YAMLError, TypeError) as mistake:
        raise BookError(f"{place}: {mistake}") from mistake


@cache
def load_book(folder: Path = SHIPPED) -> Book:
    """The book in a folder: `<family>/<rule>.yaml`.

    Raises BookError when a document is wrong or a code is used twice.
    """
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        place = f"{path.parent.name}/{path.name}"
        rule = read_rule(
            path.read_text("utf-8"), family=path.parent.name, place=place, shipped=True
        )
        if rule.code in rules:
            raise BookError(f"{place}: the code {rule.code} is used twice")
        if path.stem != rule.code:
            raise BookError(f"{place}: the file is not named after its code {rule.code}")
        rules[rule.code] = rule
    return bound(rules.values())
