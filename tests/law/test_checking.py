"""A faulty pack is refused, gently and with the line on which to look."""

from pathlib import Path

import pytest

from tidewaiter.law.check.report import check
from tidewaiter.law.findings import Finding, PackError, Severity
from tidewaiter.law.loader import load

PACK = """\
pack: {id: xx, jurisdiction: XX, title: {en: Test, zh: 测试}, from: 2020-01-01}
references:
  - id: act
    instrument: Act
    title: {en: An act, zh: 法}
    date: 2019-01-01
    language: en
    verified: true
"""
VALUE = """\
values:
  - id: limit
    title: {en: Limit, zh: 限值}
    unit: CNY
    history:
      - {from: 2020-01-01, to: 2020-12-31, value: 1, reference: act, verified: true}
      - {from: 2021-01-01, value: 2.50, reference: act, verified: true}
"""
LISTS = """\
lists:
  - list: unit
    title: {en: Unit, zh: 单位}
    from: 2020-01-01
    reference: act
    verified: true
    codes:
      "007": {en: piece, zh: 个, quantity: count, factor: 1}
"""
RATES = """\
vat: [{id: standard, title: {en: Standard, zh: 标准}, rate: limit}]
consumption: [{id: scent, title: {en: Scent, zh: 香水}, rate: limit, per_piece: limit}]
"""
HEAD = "gcode,en,zh,unit1,unit2,duty,vat,consumption,threshold,positive,from,reference,verified\n"
LINE = "3303000010,Scent,香水,007,,0.03,standard,scent,piece,yes,2020-01-01,act,no\n"


@pytest.fixture
def findings(tmp_path: Path):
    def look(**files: str) -> list[Finding]:
        folder = tmp_path / "xx"
        for name, text in {"pack_yaml": PACK, "values_yaml": VALUE, **files}.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check("xx", tmp_path)

    return look


def _one(found: list[Finding]) -> Finding:
    assert len(found) == 1, [str(finding) for finding in found]
    return found[0]


def test_a_sound_pack_has_no_findings(findings, tmp_path: Path) -> None:
    assert findings(lists_yaml=LISTS, rates_yaml=RATES, tariff_csv=HEAD + LINE) == []
    assert load("xx", tmp_path).version


def test_periods_that_overlap_are_found_where_the_later_begins(findings) -> None:
    found = _one(findings(values_yaml=VALUE.replace(" to: 2020-12-31,", "")))
    assert (found.path, found.line, found.code) == ("xx/values.yaml", 7, "overlap")
    assert "to: 2020-12-31" in found.message


def test_a_gap_names_the_days_without_law(findings) -> None:
    found = _one(findings(values_yaml=VALUE.replace("2020-12-31", "2020-11-30")))
    assert (found.code, found.line) == ("gap", 7)
    assert "from 2020-12-01 to 2020-12-31" in found.message


def test_a_reference_that_leads_nowhere_is_found(findings) -> None:
    text = VALUE.replace("value: 2.50, reference: act", "value: 2.50, reference: atc")
    found = _one(findings(values_yaml=text))
    assert (found.code, found.line) == ("reference", 7)


def test_a_text_that_nobody_cites_is_only_a_warning(findings, tmp_path: Path) -> None:
    more = PACK + PACK.partition("references:\n")[2].replace("id: act", "id: idle")
    found = _one(findings(pack_yaml=more))
    assert (found.code, found.severity) == ("unused", Severity.WARNING)
    assert load("xx", tmp_path)


def test_a_misspelt_key_is_met_with_the_right_one(findings) -> None:
    text = VALUE.replace("    unit: CNY", "    unti: CNY\n    unit: CNY")
    found = _one(findings(values_yaml=text))
    assert (found.path, found.line) == ("xx/values.yaml", 4)
    assert "did you mean `unit`?" in found.message


def test_a_missing_key_is_asked_for(findings) -> None:
    found = _one(findings(values_yaml=VALUE.replace("    unit: CNY\n", "")))
    assert (found.line, found.subject) == (2, "limit")
    assert "`unit` is missing here; please add it" in found.message


def test_a_value_of_another_kind_is_found(findings) -> None:
    found = _one(findings(values_yaml=VALUE.replace("value: 1,", "value: much,")))
    assert "is not of the kind `decimal`" in found.message


def test_a_period_that_ends_before_it_begins_is_found(findings) -> None:
    found = _one(findings(values_yaml=VALUE.replace("2020-12-31", "2019-12-31")))
    assert found.line == 6
    assert "lies before" in found.message


def test_a_key_given_twice_is_found(findings) -> None:
    found = _one(findings(values_yaml=VALUE.replace("    unit: CNY\n", "    unit: CNY\n" * 2)))
    assert (found.code, found.line) == ("twice", 5)


def test_broken_yaml_is_found_with_its_line(findings) -> None:
    found = _one(findings(values_yaml=VALUE + "  - [\n"))
    assert found.code == "yaml" and found.line >= 8


def test_a_row_with_too_many_cells_is_found_with_its_line(findings) -> None:
    table = HEAD + LINE.replace("Scent,", "Scent, nice,")
    found = _one(findings(lists_yaml=LISTS, rates_yaml=RATES, tariff_csv=table))
    assert (found.path, found.line, found.code) == ("xx/tariff.csv", 2, "csv")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("007", "008", "the unit `008`"),
        ("standard", "zero", "the VAT class `zero`"),
        (",scent,", ",smoke,", "class `smoke`"),
        (",piece,", ",gram_ml,", "needs the threshold"),
        (",scent,", ",,", "a threshold but no consumption tax"),
        ("3303000010", "33030000", "`gcode` does not fit"),
        ("0.03", "-1", "`duty` does not fit"),
    ],
)
def test_a_tariff_line_uses_only_what_the_pack_defines(
    findings, old: str, new: str, words: str
) -> None:
    table = HEAD + LINE.replace(old, new)
    found = _one(findings(lists_yaml=LISTS, rates_yaml=RATES, tariff_csv=table))
    assert (found.path, found.line) == ("xx/tariff.csv", 2)
    assert words in found.message


def test_a_line_given_twice_for_a_day_is_found(findings) -> None:
    table = HEAD + LINE + LINE
    found = _one(findings(lists_yaml=LISTS, rates_yaml=RATES, tariff_csv=table))
    assert (found.code, found.line) == ("overlap", 3)


def test_a_code_used_but_not_defined_is_found(findings) -> None:
    text = VALUE.replace("unit: CNY", "unit: code:unit")
    assert {finding.code for finding in findings(lists_yaml=LISTS, values_yaml=text)} == {"code"}


def test_a_measure_without_its_value_is_found(findings) -> None:
    text = "measures: [{id: money, title: {en: M, zh: 额}, from: 2020-01-01, limit: limits}]\n"
    assert "names the value `limits`" in _one(findings(measures_yaml=text)).message


def test_a_test_table_about_unknown_goods_is_found(findings) -> None:
    text = (
        "about: {en: T, zh: 测}\ncases:\n  - name: {en: N, zh: 名}\n    day: 2020-05-01\n"
        '    situation: {lines: [{gcode: "3303000010", qty1: 1, total_price: 5}]}\n'
        "    answer: {outcome: accepted}\n"
    )
    found = _one(findings(tests__one_yaml=text))
    assert (found.path, found.line, found.code) == ("xx/tests/one.yaml", 3, "tariff")


def test_a_faulty_pack_cannot_be_loaded(findings, tmp_path: Path) -> None:
    findings(values_yaml=VALUE.replace("unit: CNY", "price: CNY"))
    with pytest.raises(PackError, match=r'The law pack "xx" cannot be used') as refusal:
        load("xx", tmp_path)
    assert "xx/values.yaml:" in str(refusal.value)


def test_a_pack_that_is_not_there_is_answered_with_those_that_are() -> None:
    assert "known are: " in _one(check("atlantis")).message
