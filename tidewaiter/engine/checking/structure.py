"""Whether a document has the fields of a rule, each of its kind."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from tidewaiter.engine.book.rules import Grain, Rule, Severity
from tidewaiter.engine.checking.document import Document
from tidewaiter.engine.checking.mistakes import Mistake, mistake
from tidewaiter.engine.checking.predicate import nearest

OWN = "own"
"""The family of rules that an office writes for itself."""

_PROBLEMS = {
    "string_pattern_mismatch": ("it does not look like {pattern}", "格式应为{pattern}"),
    "string_too_short": ("at least {min_length} characters", "至少{min_length}个字符"),
    "string_too_long": ("at most {max_length} characters", "最多{max_length}个字符"),
    "string_type": ("text is needed", "须为文本"),
    "enum": ("it is one of {expected}", "须为{expected}之一"),
    "greater_than": ("it is more than {gt}", "须大于{gt}"),
    "greater_than_equal": ("it is {ge} or more", "须不小于{ge}"),
    "less_than_equal": ("it is {le} or less", "须不大于{le}"),
    "decimal_max_places": ("at most {decimal_places} decimals", "最多{decimal_places}位小数"),
    "too_short": ("there are at least {min_length}", "至少{min_length}项"),
    "bool_type": ("write true or false", "请填写true或false"),
    "bool_parsing": ("write true or false", "请填写true或false"),
    "date_type": ("write a day as 2026-01-31", "日期请写成2026-01-31"),
    "date_from_datetime_parsing": ("write a day as 2026-01-31", "日期请写成2026-01-31"),
    "decimal_parsing": ("a number is needed", "须为数字"),
    "decimal_type": ("a number is needed", "须为数字"),
    "mapping_type": ("names and values are needed", "须为名称与取值"),
    "model_type": ("names and values are needed", "须为名称与取值"),
    "tuple_type": ("a list is needed", "须为列表"),
}  # fmt: skip


def structured(document: Document) -> tuple[Rule | None, tuple[Mistake, ...]]:
    """The rule of a document, or what keeps it from being one."""
    fields = {"family": OWN} | document.fields
    if "shipped" in fields:
        at = document.place(["shipped"])
        return None, (mistake(*at, "unknown-field", name="shipped", **nearest("shipped", ())),)
    if fields.get("severity") == Severity.SHADOW:
        return None, (mistake(*document.place(["severity"]), "shadow"),)
    if fields.get("per") == Grain.QUOTA:
        return None, (mistake(*document.place(["per"]), "quota"),)
    try:
        return Rule.model_validate(fields), ()
    except ValidationError as problem:
        return None, tuple(_told(document, problem))


def _told(document: Document, problem: ValidationError) -> Iterator[Mistake]:
    seen: set[tuple[int, int, str]] = set()
    for error in problem.errors():
        path = [part for part in error["loc"] if not _is_branch(part)]
        name = ".".join(str(part) for part in path) or "rule"
        at = document.place(path)
        if error["type"] == "extra_forbidden":
            own = Rule.model_fields if len(path) == 1 else ()
            found = mistake(*at, "unknown-field", name=name, **nearest(name, list(own)))
        elif error["type"] == "missing":
            found = mistake(*document.place(path[:-1]), "missing-field", name=name)
        else:
            found = mistake(*at, "field", name=name, problem=_problem(error))
            known = _PROBLEMS.get(error["type"])
            if known:
                chinese = f"“{name}”不可用：{known[1].format_map(_context(error))}。"
                message = found.message.model_copy(update={"zh": chinese})
                found = Mistake(found.line, found.column, "field", message, found.cure)
        key = (found.line, found.column, found.code)
        if key not in seen:
            seen.add(key)
            yield found


def _problem(error: Any) -> str:
    known = _PROBLEMS.get(error["type"])
    if known:
        return known[0].format_map(_context(error))
    return str(error["msg"]).removeprefix("Value error, ").rstrip(".")


def _context(error: Any) -> dict[str, Any]:
    """What an error tells of its limits; the stage of shadow is no choice of a document."""
    told = dict(error.get("ctx", {}))
    if "expected" in told:
        told["expected"] = str(told["expected"]).replace(", 'notify' or 'shadow'", " or 'notify'")
    return told


def _is_branch(part: str | int) -> bool:
    """Whether this names a branch of a union that pydantic tried, not a part of the document."""
    return isinstance(part, str) and (
        part in {"decimal", "int", "str"} or part.startswith(("tuple[", "function-", "is-"))
    )
