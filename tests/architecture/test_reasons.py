"""Every reason that a sender can be told has its words, and all of them are published."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import called, name, python, syntax
from tidewaiter.engine.book.loader import load_book
from tidewaiter.intake.rules.repeats import OFFICIAL
from tidewaiter.intake.rules.words import REASONS
from tidewaiter.surfaces.public.refusals import told_by_intake

_REASON = re.compile(r"TW-[A-Z]\d\d(-[A-Z0-9-]+)?|-\d{5,6}")
_NAMED = re.compile(r"\{(\w+)\}")
_WORDS = "tidewaiter/intake/rules/words.py"


def _codes() -> Iterator[tuple[str, str]]:
    """The codes of reasons that stand in the source of intake, its flows and its requests."""
    for folder in ("intake", "flows", "risk"):
        for path in python(f"tidewaiter/{folder}"):
            for node in ast.walk(syntax(path)):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and _REASON.fullmatch(text):
                    yield f"{name(path)}:{node.lineno}", text


def _calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Where a fault is made of a reason that the call itself names."""
    for path in python("tidewaiter"):
        for node in ast.walk(syntax(path)):
            match node:
                case ast.Call(func=ast.Name("fault_of"), args=[ast.Constant(str(code))]):
                    yield f"{name(path)}:{node.lineno}", node, code


def test_every_code_that_a_sender_can_be_told_is_in_the_catalogue() -> None:
    told = told_by_intake()
    known = {*told, *(code for one in told.values() for code in one.officials)}
    assert len({code for _, code in _codes()}) > 50
    assert [f"{place}: {code}" for place, code in _codes() if code not in known] == []


def test_every_entry_of_the_catalogue_has_its_words_in_both_languages_and_a_law() -> None:
    for code, told in told_by_intake().items():
        for text in (told.words.title, told.words.message, told.words.cure):
            assert text.en, code
            assert text.zh, code
            assert text.en != text.zh, code
        assert told.words.law, code


def test_no_words_are_left_over() -> None:
    used = {code for place, code in _codes() if not place.startswith(_WORDS)}
    assert set(REASONS) - used == set()
    assert set(OFFICIAL) - set(REASONS) == set()


def test_a_fault_is_given_the_values_that_its_words_name() -> None:
    wrong = []
    assert len(list(_calls())) > 20
    for place, call, code in _calls():
        given = {keyword.arg for keyword in call.keywords} - {"path", "value", "official"}
        words = REASONS[code]
        named = set(_NAMED.findall(f"{words.message.en} {words.cure.en}")) - {"path", "value"}
        if given != named:
            wrong.append(f"{place}: {code} names {sorted(named)}, given {sorted(given)}")
    assert wrong == []


def test_only_the_words_make_faults_outside_the_formats() -> None:
    makers = {
        name(path)
        for folder in ("intake/rules", "intake/commands", "flows", "risk", "surfaces")
        for path in python(f"tidewaiter/{folder}")
        if "Fault" in called(syntax(path))
    }
    assert makers == {"tidewaiter/intake/rules/faults.py"}


def test_a_code_of_the_book_and_of_intake_means_the_same_rule() -> None:
    answers = {rule.answer: rule.code for rule in load_book().rules}
    shared = {code: words.rule for code, words in REASONS.items() if code in answers}
    assert shared == {code: answers[code] for code in shared}
