"""Reads YAML and CSV so that every value still knows the line on which it stands."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import yaml

from tidewaiter.law.findings import Finding

Place = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Located:
    """Plain data with the line of each of its places, and what could not be read."""

    path: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, line: int, code: str, message: str, subject: str = "") -> None:
        """Note that something on a line is wrong."""
        self.findings.append(Finding(self.path, line, code, message, subject=subject))


def read_yaml(path: str, text: str) -> Located:
    """Read one YAML document; decimals stay exact and a key given twice is a fault."""
    located = Located(path)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        located.fault(line, "yaml", f"This is not well-formed YAML: {error.problem or error}.")
        return located
    if node is None:
        located.fault(1, "empty", "The file is empty; remove it or fill it.")
        return located
    located.data = _plain(node, (), located)
    return located


def read_csv(path: str, text: str) -> Located:
    """Read a CSV table with a heading; each row becomes a dictionary, empty cells are left out."""
    located = Located(path, data={"lines": []})
    reader = csv.DictReader(StringIO(text), strict=True)
    try:
        for number, row in enumerate(reader):
            located.lines[("lines", number)] = reader.line_num
            if None in row or None in row.values():
                located.fault(
                    reader.line_num,
                    "csv",
                    "The row has not as many cells as the heading; is a comma outside quotes?",
                )
                continue
            located.data["lines"].append({k: v.strip() for k, v in row.items() if v.strip()})
    except csv.Error as error:
        located.fault(reader.line_num, "csv", f"This is not a well-formed CSV row: {error}.")
    return located


def _plain(node: yaml.Node, place: Place, located: Located) -> Any:
    located.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, place, located))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, i), located) for i, item in enumerate(node.value)]
    return _scalar(node, located)


def _pairs(node: yaml.MappingNode, place: Place, located: Located) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in seen:
            located.fault(line, "twice", f"`{key}` is given twice here; keep one of them.")
        seen.add(key)
        located.lines[(*place, key)] = line
        yield key, _plain(value_node, (*place, key), located)


def _scalar(node: yaml.Node, located: Located) -> Any:
    tag, text = node.tag.removeprefix(_TAG), str(node.value)
    line = node.start_mark.line + 1
    try:
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() in {"true", "yes", "on"}
        if tag == "int":
            if text.startswith("0") and text != "0":
                raise ValueError
            return int(text)
        if tag == "float":
            return Decimal(text)
        if tag == "timestamp":
            return date.fromisoformat(text)
    except (ArithmeticError, ValueError):
        message = f"`{text}` cannot be read as a {tag}; quote it if it is text."
        located.fault(line, "scalar", message)
    return text
