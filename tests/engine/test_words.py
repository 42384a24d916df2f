"""Words in names of goods: how often they wrong a right code, and see a wrong one."""

from pathlib import Path

import pytest
import yaml

from tests.engine.makers import the_law
from tests.engine.twin_words import OPEN, words_in
from tidewaiter.engine.knowledge.tables import knowledge

HARBOUR = Path(__file__).parents[2] / "harbour" / "goods.yaml"
CHAPTERS = {f"{number:02}" for number in range(1, 98)}

Named = list[tuple[str, str]]


def goods_of_the_harbour(language: str) -> Named:
    goods = yaml.safe_load(HARBOUR.read_text("utf-8"))["goods"]
    return [(good[language], good["hs"][:2]) for good in goods]


def objects(name: str, chapter: str) -> bool:
    """Whether the words of a name do not go with a chapter."""
    known = knowledge().chapters
    telling = [known[word] for word in words_in(name) if word in known]
    return bool(telling) and chapter not in OPEN and not any(chapter in each for each in telling)


@pytest.mark.parametrize(("language", "least"), [("en", 0.35), ("zh", 0.55)])
def test_words_object_to_wrong_chapters_and_hardly_to_right_ones(
    language: str, least: float
) -> None:
    goods = goods_of_the_harbour(language)
    assert sum(objects(name, chapter) for name, chapter in goods) <= len(goods) * 0.01
    shifted = zip(goods, goods[len(goods) // 2 :] + goods[: len(goods) // 2], strict=True)
    wrong = [(name, other) for (name, chapter), (_, other) in shifted if other != chapter]
    assert sum(objects(name, other) for name, other in wrong) >= len(wrong) * least


def test_the_tariffs_own_chinese_names_are_hardly_objected_to() -> None:
    lines = the_law().tariff
    assert sum(objects(line.title.zh, line.gcode[:2]) for line in lines) <= len(lines) * 0.01


def test_the_tables_are_sound() -> None:
    known = knowledge()
    assert known.chapters
    assert all(chapters <= CHAPTERS for chapters in known.chapters.values())
    for word in (*known.chapters, *known.brands):
        assert word in words_in(word), f"{word} is never found"
    for name in ("forbidden_words", "licensed_words"):
        assert all(word in words_in(word) for word in the_law().codes(name)), name
    assert all(_valid(recall.barcode) and recall.alert for recall in known.recalls)


def _valid(code: str) -> bool:
    """The check digit of a GTIN (GS1 general specifications, 7.9)."""
    return sum(int(d) * (3, 1)[at % 2] for at, d in enumerate(code.zfill(14))) % 10 == 0
