"""Every text of the pages is there in Chinese, and the compiled catalogue is up to date."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[3] / "tidewaiter"
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"

TRANSLATORS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
STRING = r"""u?(?P<q>'''|\"\"\"|'|")(?P<text>(?:\\.|(?!(?P=q)).)*)(?P=q)"""
CALL = re.compile(rf"\b(?:_|n?gettext)\(\s*{STRING}", re.DOTALL)


def texts_of_templates() -> set[str]:
    found = set()
    for path in sorted(ROOT.rglob("*.html")):
        source = templatize(path.read_text(), origin=str(path))
        found |= {_plain(call["text"]) for call in CALL.finditer(source)}
    return found


def _plain(text: str) -> str:
    return text.replace("\\'", "'").replace('\\"', '"').replace("\\n", "\n")


def texts_of_programs() -> set[str]:
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text()
        if "django.utils.translation import" in source:
            calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
            found |= {call.args[0].value for call in calls if _translates(call)}
    return found


def _translates(call: ast.Call) -> bool:
    named = isinstance(call.func, ast.Name) and call.func.id in TRANSLATORS
    return named and bool(call.args) and isinstance(call.args[0], ast.Constant)


@pytest.fixture(scope="module")
def written() -> polib.POFile:
    return polib.pofile(FOLDER / "django.po")


def test_every_text_has_a_chinese_translation(written):
    needed = texts_of_templates() | texts_of_programs()
    assert len(needed) > 100
    translated = {entry.msgid for entry in written.translated_entries()}
    assert sorted(needed - translated) == []


def test_no_translation_is_left_over(written):
    needed = texts_of_templates() | texts_of_programs()
    assert sorted({entry.msgid for entry in written} - needed) == []


def test_no_translation_is_doubtful(written):
    assert [entry.msgid for entry in written if entry.fuzzy] == []


def test_translations_keep_the_values_of_their_texts(written):
    values = re.compile(r"%\(\w+\)s")
    for entry in written:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(values.findall(text)) == set(values.findall(entry.msgid)), entry.msgid


def test_the_compiled_catalogue_is_up_to_date(written):
    compiled = polib.mofile(FOLDER / "django.mo")
    assert {(e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in compiled} == {
        (e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in written
    }
