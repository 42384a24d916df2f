"""The exact words of the law stand beside the plain ones, in the language of the text."""

from datetime import date
from pathlib import Path

import pytest

from tests.law.test_duty_checks import PACK, SOUND
from tidewaiter.law.check.report import check
from tidewaiter.law.loader import Law, load
from tidewaiter.law.register.kinds import BY_SLUG
from tidewaiter.law.register.linked import linked
from tidewaiter.law.show.entries import show
from tidewaiter.law.show.text import text

WORDS = """\
     passages: [{article: "7", language: zh, text: "第七条　……。", address: "https://law.example"}]}
"""
BEFORE = "violation: undeclared\n    from: 2020-01-01\n    reference: act\n"
AFTER = BEFORE + '    article: "{}"\n'


@pytest.fixture
def pack(tmp_path: Path):
    def make(article: str, words: str = WORDS) -> Path:
        folder = tmp_path / "xx"
        folder.mkdir(exist_ok=True)
        for name, content in SOUND.items():
            if name == "pack":
                content = PACK.replace("verified: true}\n", f"verified: true,\n{words}")
            if name == "obligations":
                content = content.replace(BEFORE, AFTER.format(article))
            (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
        return tmp_path

    return make


def law(root: Path) -> Law:
    return load("xx", root).on(date(2026, 3, 2))


@pytest.mark.parametrize(("article", "kept"), [("7", 1), ("7(2)", 1), ("70", 0), ("8", 0)])
def test_an_entry_brings_the_words_of_its_article_and_no_other(pack, article, kept) -> None:
    found = law(pack(article)).obligations["declare"].reference
    assert len(found.passages) == kept


def test_a_text_brings_all_its_words(pack) -> None:
    [passage] = law(pack("8")).reference("act").passages
    assert (passage.article, passage.language, passage.address) == (
        "7", "zh", "https://law.example",
    )  # fmt: skip


def test_the_words_are_told_by_the_command_and_as_linked_data(pack) -> None:
    day = law(pack("7"))
    assert "    > 第七条　……。" in text(show(day, "declare"))
    entry = linked(day, BY_SLUG["obligations"], day.obligations["declare"], "https://site")
    assert entry["exact"] == [{"@value": "第七条　……。", "@language": "zh"}]
    told = linked(day, BY_SLUG["texts"], day.reference("act"), "https://site")
    assert told["exact"] == entry["exact"]


def test_words_given_twice_in_a_language_and_words_from_nowhere_are_defects(pack) -> None:
    inside = WORDS.strip().removeprefix("passages: [").removesuffix("]}")
    twice = pack("7", f"     passages: [{inside}, {inside}]}}\n")
    assert [one.code for one in check("xx", twice)] == ["twice"]
    nowhere = pack("7", WORDS.replace(', address: "https://law.example"', ""))
    assert [one.code for one in check("xx", nowhere)] == ["form"]
