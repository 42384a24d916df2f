"""Names are alike across spelling, order, script, joining and cutting; others are not."""

import pytest

from tests.engine.screening.lists import a_screener
from tidewaiter.engine.screening.explanation import Feature, explain
from tidewaiter.engine.screening.names import parse, pinyin_syllables

SCREENER = a_screener()
ALONE = 0.68


def best(name: str) -> tuple[str, float]:
    """The entry that a name is most like, and the score."""
    [found] = SCREENER.matches([name], least=0.05)
    return (found[0].row.entry.number, found[0].score) if found else ("", 0.0)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Viktor Alekseevich Boyarkov", "1"),
        ("BOYARKOV Viktor", "1"),
        ("Victor Boyarkov", "1"),
        ("Boyarkoff, Viktor Alexeyevich", "1"),
        ("Boyakrov Viktor Alekseevich", "1"),
        ("V. A. Boyarkov", "1"),
        ("BoyarkovViktor Alekseevich", "1"),
        ("Boyarkov Viktor Alekse", "1"),
        ("Mr. Viktor Boyarkov Apt 5", "1"),
        ("Fangwei Li", "2"),
        ("li fang wei", "2"),
        ("Abdulrahman Mishan Aljabouri", "3"),
        ("ABD-AL-RAHMAN MESHAN AL JABURI", "3"),
        ("Group Haige Communications", "4"),
        ("HAIGE COMMUNICATIONS GRP CO LTD", "4"),
        ("Haige Communications Group LLC", "4"),
    ],
)
def test_a_listed_name_written_otherwise_is_found(name: str, entry: str) -> None:
    found, score = best(name)
    assert found == entry
    assert score >= ALONE


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Бояркoв Виктор Алексеевич".replace("o", "о"), "1"),
        ("Виктор Боярков", "1"),
        ("李方伟", "2"),
        ("عبد الرحمن مشان الجبوري", "3"),
        ("Wang Xiaoming", "5"),
        ("WANG XIAO MING", "5"),
        ("王小明", "5"),
    ],
)
def test_a_listed_name_in_another_script_is_found(name: str, entry: str) -> None:
    found, score = best(name)
    assert found == entry
    assert score >= ALONE


@pytest.mark.parametrize(
    "name",
    [
        "Wang Li",
        "Li Wei",
        "Li Yong",
        "Muhammad Ali",
        "Viktor Smirnov",
        "Meridian Fashion Trading Co., Ltd.",
        "Guangzhou Haoyu Communications Group Co., Ltd.",
        "Osleg Engineering Factory 9",
        "王晓明",
        "",
        "...",
        "1",
    ],
)
def test_another_name_with_common_parts_is_no_hit(name: str) -> None:
    assert best(name)[1] < ALONE


def test_traditional_characters_are_the_same_name() -> None:
    screener = a_screener()
    [found] = screener.matches(["李方偉"], least=ALONE)
    assert found[0].row.entry.number == "2"


def test_two_names_with_the_same_sound_in_other_characters_are_not_the_same() -> None:
    [found] = SCREENER.matches(["王晓鸣"], least=ALONE)
    assert "5" not in {match.row.entry.number for match in found}


def test_a_single_slip_weighs_more_in_a_short_common_name_than_in_a_long_rare_one() -> None:
    assert best("Boyarkof Viktor")[1] > best("Li Fengwei")[1]


def test_a_weak_alias_counts_less_than_a_name() -> None:
    [found] = SCREENER.matches(["The Chess Player"], least=0.1)
    assert found[0].score <= 0.8
    assert Feature.WEAK in {told.feature for told in explain(found[0])}


@pytest.mark.parametrize(
    ("name", "features"),
    [
        ("Boyarkov Viktor Alekseevich", {Feature.SAME}),
        ("Victor Boyarkov", {Feature.SAME, Feature.SOUND, Feature.ORDER, Feature.MISSING}),
        ("li fang wei", {Feature.SAME, Feature.JOINED}),
        ("Боярков Виктор Алексеевич", {Feature.SAME, Feature.SCRIPT}),
        ("Viktar Boyakrov", {Feature.SPELLING, Feature.ORDER, Feature.MISSING}),
        ("V. Boyarkov", {Feature.SAME, Feature.INITIAL, Feature.ORDER, Feature.MISSING}),
        ("Haige Communications Group SA", {Feature.SAME, Feature.FORM}),
        ("Boyarkov Viktor Alekseevich Junior", {Feature.SAME, Feature.EXTRA}),
        ("Boyarkov Viktor Alekse", {Feature.SAME, Feature.CUT}),
    ],
)
def test_a_match_says_in_features_what_made_it(name: str, features: set[Feature]) -> None:
    [found] = SCREENER.matches([name], least=0.1)
    told = explain(found[0])
    assert {one.feature for one in told} == features
    asked = set(name.lower().split())
    for one in told:
        assert set(one.listed.split()) <= set(found[0].row.name.tokens), asked


def test_a_name_is_taken_apart_by_its_script() -> None:
    [latin] = parse("OSLEG (PVT.) LTD.")
    assert (latin.tokens, latin.form) == (("osleg",), "limited")
    han, pinyin = parse("单小明")
    assert han.tokens == ("单", "小", "明")
    assert pinyin.tokens == ("shan", "xiao", "ming")
    [firm, _sound] = parse("大连海运有限公司")
    assert (firm.tokens, firm.form) == (("大", "连", "海", "运"), "limited")


def test_a_very_long_name_is_looked_at_as_far_as_two_hundred_characters() -> None:
    [name] = parse("a" * 10_000)
    assert len(name.tokens[0]) == 200


@pytest.mark.parametrize(
    ("token", "syllables"),
    [("wang", 1), ("xiaoming", 2), ("boyarkov", 0), ("zhuangyuan", 2), ("", 0)],
)
def test_chinese_syllables_are_counted(token: str, syllables: int) -> None:
    assert pinyin_syllables(token) == syllables


def test_a_part_of_the_lists_finds_what_all_lists_find() -> None:
    from tests.engine.screening.lists import ENTRIES
    from tidewaiter.engine.screening.entries import Edition
    from tidewaiter.engine.screening.index import Index
    from tidewaiter.engine.screening.screen import Screener

    part = Edition("own", "Tests", "0" * 64, ENTRIES[:1])
    screener = Screener(Index({"own": part}, weigh_as=SCREENER.index))
    for name in ("Victor Boyarkov", "V. Boyarkov", "Боярков", "Boyarkov Viktor Ali"):
        [whole] = SCREENER.matches([name], least=0.05)
        [less] = screener.matches([name], least=0.05)
        ours = [match.score for match in whole if match.row.entry.number == "1"]
        assert [match.score for match in less] == pytest.approx(ours)
