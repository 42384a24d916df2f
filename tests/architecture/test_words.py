"""What is said: refusals in two languages with a cure, log events dotted and without persons."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import dotted, name, python, syntax
from tidewaiter.base.kernel.privacy import is_personal_key

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CODE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+|TW-[A-Z0-9-]+|-?[0-9]{3,6}")
_EVENT = re.compile(r"[a-z][a-z-]*(\.[a-z][a-z-]*)+")
_NAMED = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")


def _calls(*words: str) -> Iterator[tuple[str, ast.Call]]:
    for path in python("tidewaiter"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in words:
                yield f"{name(path)}:{node.lineno}", node


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_text_speaks_english_and_chinese() -> None:
    wrong = []
    for place, call in _calls("Text"):
        texts = [*call.args, *(given.value for given in call.keywords)]
        english, chinese = (_literal(text) for text in texts[:2])
        if english is not None and _CHINESE.search(english):
            wrong.append(f"{place}: Chinese where English is read")
        if chinese is not None and not (_CHINESE.search(chinese) or not english.strip(" {}…—")):
            wrong.append(f"{place}: no Chinese")
    assert wrong == []


def test_both_languages_name_the_same_values() -> None:
    differing = []
    for place, call in _calls("Text"):
        english, chinese = (
            _literal(text) for text in [*call.args, *(given.value for given in call.keywords)][:2]
        )
        if english is None or chinese is None:
            continue
        if set(_NAMED.findall(english)) != set(_NAMED.findall(chinese)):
            differing.append(place)
    assert differing == []


def test_every_refusal_has_a_code_that_can_be_looked_up_and_a_cure() -> None:
    wrong = []
    for place, call in _calls("Refusal"):
        code = _literal(call.args[0]) if call.args else None
        if code is not None and not _CODE.fullmatch(code):
            wrong.append(f"{place}: {code}")
        if "cure" not in {given.arg for given in call.keywords}:
            wrong.append(f"{place}: no cure")
    assert wrong == []


def test_log_events_are_dotted_and_name_nobody() -> None:
    wrong = []
    for place, call in _calls(*LEVELS):
        owner = dotted(call.func).split(".")[0]
        if owner not in {"log", "_log", "logger"}:
            continue
        event = _literal(call.args[0]) if call.args else None
        if event is None or not _EVENT.fullmatch(event):
            wrong.append(f"{place}: the event is no dotted word")
        wrong += [
            f"{place}: {given.arg}" for given in call.keywords if is_personal_key(given.arg or "")
        ]
    assert wrong == []


def test_only_the_shell_prints() -> None:
    printing = [
        place
        for place, call in _calls("print")
        if not place.startswith("tidewaiter/surfaces/ops/") and "/reference.py:" not in place
    ]
    assert printing == []
