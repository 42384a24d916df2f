"""Prints the reference of frames, columns and rules: `python -m tidewaiter.engine.reference`."""

import re
from collections.abc import Iterator
from pathlib import Path

import sqlglot
from sqlglot import exp

from tidewaiter.engine import steps
from tidewaiter.engine.book.loader import Book, load_book
from tidewaiter.engine.book.rules import Rule
from tidewaiter.engine.frames import FRAMES
from tidewaiter.engine.pieces import QUOTA_COLUMNS

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "engine"
MEASURES = ("MEASURE",)
_HEAD = "<!-- Written by `python -m tidewaiter.engine.reference`. Do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """The pages by file name."""
    return {
        "frames.md": _HEAD + "\n".join(_frames()),
        "columns.md": _HEAD + "\n".join(_columns()),
        "rules.md": _HEAD + "\n".join(_rules(load_book())),
    }


def undocumented(name: str) -> set[str]:
    """The columns that a step gives without saying what they mean."""
    return set(outputs(name)) - set(steps.documented(name, MEASURES))


def invented(name: str) -> set[str]:
    """The columns that a step explains but does not give."""
    return set(steps.documented(name, MEASURES)) - set(outputs(name))


def outputs(name: str) -> list[str]:
    """The columns that a step gives, by name."""
    sql = steps.step(name).sql
    for block in ("context", "measure", "goods", "money", "purse", "crowded"):
        sql = steps.kept(sql, block)
    sql = steps.filled(sql, "passed", "")
    sql = steps.filled(steps.kept(sql, "few"), "many", "")
    select = sqlglot.parse_one(_readable(sql), read="duckdb")
    if not isinstance(select, exp.Select):
        raise TypeError(f"{name} is not a query")
    found: list[str] = []
    for column in select.expressions:
        if isinstance(column, exp.Star) or (
            isinstance(column, exp.Column) and isinstance(column.this, exp.Star)
        ):
            found.extend(_starred(name, select, column))
        else:
            found.append(column.alias_or_name)
    return found


def _starred(name: str, select: exp.Select, column: exp.Expr) -> list[str]:
    """The columns behind a star: those of a step or frame, or of the query inside."""
    star = column if isinstance(column, exp.Star) else column.this
    without = {each.name for each in star.args.get("except_") or star.args.get("except") or []}
    tables = [select.args.get("from_") or select.args.get("from"), *select.args.get("joins", [])]
    for part in tables:
        table = part.this
        if isinstance(column, exp.Column) and table.alias_or_name != column.table:
            continue
        if isinstance(table, exp.Subquery):
            inner = table.this
            names = [
                each
                for item in inner.expressions
                for each in (_starred(name, inner, item) if item.is_star else [item.alias_or_name])
            ]
        else:
            names = list(steps.documented(table.name, MEASURES))
        return [each for each in names if each not in without]
    raise LookupError(f"{name}: nothing is known of {column.sql()}")


def _readable(sql: str) -> str:
    """The SQL with parameters as literals, so that it can be parsed by itself."""
    return re.sub(r"(?<![:\w]):([a-z][A-Za-z0-9_.]*)", "1", sql)


def _frames() -> Iterator[str]:
    yield "# Frames: the tables that go into the engine\n"
    for frame in FRAMES.values():
        yield f"## {frame.name}\n\n{frame.en} {frame.zh}\n"
        yield "| column | type | read from | meaning | 含义 |\n|---|---|---|---|---|"
        for column in frame.columns:
            source = f"`{column.source}`" if column.source else ""
            yield f"| `{column.name}` | {column.type} | {source} | {column.en} | {column.zh} |"
        yield ""


def _columns() -> Iterator[str]:
    yield "# Columns: the steps of the engine\n"
    yield "MEASURE stands for each measure of the law: money, sugar, rice.\n"
    for name in steps.names():
        step = steps.step(name)
        yield f"## {name}\n\n{step.about.en} {step.about.zh}\n"
        for whole in step.takes_all_of:
            yield f"All columns of [{whole}](#{whole}), and:\n"
        yield "| column | meaning | 含义 |\n|---|---|---|"
        for column, note in step.notes.items():
            yield f"| `{column}` | {note.en} | {note.zh} |"
        yield ""
    yield "## quotas\n\nWhat rules about a quota may ask. 额度规则可引用的字段。\n"
    yield "| column | meaning | 含义 |\n|---|---|---|"
    for column, (_, note) in QUOTA_COLUMNS.items():
        yield f"| `{column}` | {note.en} | {note.zh} |"
    yield ""


def _rules(book: Book) -> Iterator[str]:
    yield "# The rule book\n"
    yield "| rule | answer | severity | what it asks | 规则 |\n|---|---|---|---|---|"
    for rule in sorted(book.rules, key=lambda each: (each.family, each.code)):
        anchor = rule.code.lower()
        yield (f"| [{rule.code}](#{anchor}) | {rule.answer} | {rule.severity} "
               f"| {rule.title.en} | {rule.title.zh} |")  # fmt: skip
    yield ""
    for rule in sorted(book.rules, key=lambda each: (each.family, each.code)):
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"## {rule.code}\n\n{rule.title.en}. {rule.title.zh}。\n"
    law = f"{rule.law.reference}" + (f", article {rule.law.article}" if rule.law.article else "")
    yield f"- law: {law}; since {rule.since}; per {rule.per}; severity {rule.severity}"
    if rule.lane:
        yield f"- lane: {rule.lane}, share {rule.share}; weight {rule.weight}"
    elif rule.weight:
        yield f"- weight: {rule.weight}"
    for name, value in rule.parameters.items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        yield f"- parameter `{name}`: {shown}"
    yield f"- says: {rule.message.en} {rule.message.zh}"
    yield f"- cure: {rule.cure.en} {rule.cure.zh}\n"
    yield f"```sql\n{rule.when.strip()}\n```\n"


def write(folder: Path = FOLDER) -> None:
    """Writes the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
