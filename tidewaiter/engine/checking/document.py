"""Reads the text of a rule document and knows at which line and column each part stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tidewaiter.engine.checking.mistakes import Mistake, mistake

LARGEST = 20_000
"""Characters of one document."""
DEEPEST = 8
"""Lists and mappings inside each other."""

Path = Sequence[str | int]


class Unread(Exception):
    """A text that is no rule document; `mistake` says where and why."""

    def __init__(self, found: Mistake) -> None:
        super().__init__(found.code)
        self.mistake = found


@dataclass(frozen=True)
class Document:
    """A rule document: what it says, and where."""

    text: str
    fields: dict[str, Any]
    node: yaml.MappingNode

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a part, or of what is nearest above it."""
        node: yaml.Node = self.node
        for step in path:
            inner = _inner(node, step)
            if inner is None:
                break
            node = inner
        return node.start_mark.line + 1, node.start_mark.column + 1

    def place_in(self, path: Path, offset: int) -> tuple[int, int]:
        """Line and column of a character inside a text, counted from its first character."""
        found = self._node(path)
        if not isinstance(found, yaml.ScalarNode):
            return self.place(path)
        line, column = found.start_mark.line, found.start_mark.column
        before = found.value[:offset]
        down = before.count("\n")
        along = offset - (before.rfind("\n") + 1)
        if found.style == "|":
            first = _first_content(self.text.splitlines(), line + 1)
            return first + down + 1, self._indent(first) + along + 1
        if found.end_mark.line == line:
            return line + 1, column + along + (1 if found.style in {"'", '"'} else 0) + 1
        return line + 1, column + 1

    def _node(self, path: Path) -> yaml.Node | None:
        node: yaml.Node | None = self.node
        for step in path:
            node = _inner(node, step) if node is not None else None
        return node

    def _indent(self, line: int) -> int:
        lines = self.text.splitlines()
        if line >= len(lines):
            return 0
        return len(lines[line]) - len(lines[line].lstrip(" "))


def read(text: str) -> Document:
    """The document of a text.

    Raises Unread where it is too large, no YAML, refers to itself, or is no mapping.
    """
    if len(text) > LARGEST:
        raise Unread(mistake(0, 0, "size", size=len(text), most=LARGEST))
    try:
        _guard(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if not isinstance(node, yaml.MappingNode):
            raise Unread(mistake(1, 1, "mapping"))
        for line, column, name in _repeated(node):
            problem = f"“{name}” stands here twice"
            raise Unread(mistake(line, column, "field", name=name, problem=problem))
        fields = yaml.safe_load(text)
    except yaml.MarkedYAMLError as problem:
        mark: Any = problem.problem_mark or problem.context_mark
        line, column = (int(mark.line) + 1, int(mark.column) + 1) if mark else (1, 1)
        raise Unread(mistake(line, column, "yaml", problem=problem.problem or "")) from problem
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise Unread(mistake(1, 1, "yaml", problem=str(problem).splitlines()[0])) from problem
    return Document(text, {str(name): value for name, value in fields.items()}, node)


def _guard(text: str) -> None:
    """Look at the bare events first: nothing is built from a text that is made to grow."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark: Any = event.start_mark
        line, column = int(mark.line) + 1, int(mark.column) + 1
        if isinstance(event, yaml.AliasEvent):
            raise Unread(mistake(line, column, "alias", name=event.anchor))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Unread(mistake(line, column, "nested", most=DEEPEST, parts=LARGEST))
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _inner(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _repeated(node: yaml.Node) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.start_mark.column + 1, str(key.value)
            seen.add(str(key.value))
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated(value)


def _first_content(lines: list[str], start: int) -> int:
    """The first line of a block: blank lines before it belong to it."""
    return next((n for n in range(start, len(lines)) if lines[n].strip()), start)
