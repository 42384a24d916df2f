"""The steps of the engine: SQL files with a head that says what each column means.

A step may hold blocks `/*name*/ … /*/name*/`. The blocks `measure`, `goods` and `money` are
repeated for the measures of the law, with the word MEASURE replaced by the measure's id; the block
`signs` holds what only some rules read, and is left out where none does; so is `tiles`. Of `few`
and `many` one is kept, the way that suits the size of a batch; other blocks are replaced by what
the compiler makes from the rule book.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tidewaiter.engine.frames import FRAMES

FOLDERS = tuple(
    Path(__file__).parent / name for name in ("columns", "selection", "duties", "history")
)

_COLUMN = re.compile(r"^-- (\*|\w+) +(\S.*?) \| (\S.*)$")
_ALL = re.compile(r"^all columns of (\w+)$")


@dataclass(frozen=True, slots=True)
class Note:
    """What a column means."""

    en: str
    zh: str


@dataclass(frozen=True)
class Step:
    """One step: its query, its grain and what its columns mean."""

    name: str
    about: Note
    grain: str
    notes: Mapping[str, Note]
    takes_all_of: tuple[str, ...]
    sql: str


@cache
def step(name: str) -> Step:
    """A step by its name."""
    for folder in FOLDERS:
        path = folder / f"{name}.sql"
        if path.exists():
            return _read(name, path.read_text("utf-8"))
    raise LookupError(f"The engine has no step {name}.")


def names() -> tuple[str, ...]:
    """All steps by name."""
    return tuple(sorted(path.stem for folder in FOLDERS for path in folder.glob("*.sql")))


def _read(name: str, text: str) -> Step:
    head = [line for line in text.splitlines() if line.startswith("--")]
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    prose, notes, everything, grain = [], {}, [], ""
    for line in head:
        column = _COLUMN.match(line)
        if line.startswith("-- grain: "):
            grain = line.removeprefix("-- grain: ").strip()
        elif grain and column:
            label, english, chinese = column.groups()
            if label == "*":
                whole = _ALL.match(english)
                if whole is None:
                    raise ValueError(f"{name}: say “all columns of …” for *.")
                everything.append(whole.group(1))
            else:
                notes[label] = Note(english, chinese)
        elif not grain:
            prose.append(line.removeprefix("--").strip())
    english = " ".join(line for line in prose if line.isascii())
    chinese = "".join(line for line in prose if not line.isascii())
    about = Note(english, chinese)
    return Step(name, about, grain, MappingProxyType(notes), tuple(everything), body.strip())


def documented(name: str, measures: Sequence[str]) -> dict[str, Note]:
    """Every column of a step or frame with its meaning; MEASURE stands for each measure."""
    if name in FRAMES:
        return {column.name: Note(column.en, column.zh) for column in FRAMES[name].columns}
    found: dict[str, Note] = {}
    for whole in step(name).takes_all_of:
        found |= documented(whole, measures)
    for label, note in step(name).notes.items():
        if "MEASURE" not in label:
            found[label] = note
            continue
        for measure in measures:
            english, chinese = f"{note.en} ({measure})", f"{note.zh}（{measure}）"
            found[label.replace("MEASURE", measure)] = Note(english, chinese)
    return found


def filled(sql: str, name: str, content: str | None) -> str:
    """The SQL with a block replaced, or taken out when there is no content."""
    pattern = re.compile(rf"/\*{name}\*/.*?/\*/{name}\*/", re.DOTALL)
    return pattern.sub(lambda _: content or "", sql)


def kept(sql: str, name: str) -> str:
    """The SQL with the marks of a block taken off and its content kept."""
    return sql.replace(f"/*{name}*/", "").replace(f"/*/{name}*/", "")


@cache
def standing_in(block: str) -> frozenset[str]:
    """The columns that stand in blocks of a name only."""
    found: set[str] = set()
    for path in FOLDERS[0].glob("*.sql"):
        notes, sql = set(step(path.stem).notes), step(path.stem).sql
        left = set(re.findall(r"\w+", filled(sql, block, None)))
        found |= {name for name in notes if re.search(rf"\b{name}\b", sql) and name not in left}
    return frozenset(found)


def repeated(sql: str, name: str, measures: Sequence[str]) -> str:
    """The SQL with a block written once for each measure."""
    pattern = re.compile(rf"/\*{name}\*/(.*?)/\*/{name}\*/", re.DOTALL)
    return pattern.sub(
        lambda block: " ".join(block.group(1).replace("MEASURE", each) for each in measures), sql
    )
