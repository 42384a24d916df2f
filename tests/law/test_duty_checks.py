"""Each kind of defect in models, competences, duties, sanctions and clocks is found."""

from pathlib import Path

import pytest

from tidewaiter.law.check.report import check
from tidewaiter.law.findings import Finding, Severity
from tidewaiter.law.loader import load

PACK = """\
pack: {id: xx, jurisdiction: XX, title: {en: Test, zh: 测试}, from: 2020-01-01}
references:
  - {id: act, instrument: Act, title: {en: An act, zh: 法}, date: 2019-01-01, language: en,
     verified: true}
"""
FACTS = """\
facts:
  - id: direction
    title: {en: "Which way?", zh: "方向？"}
    choices: [{id: import, en: Import, zh: 进口}, {id: export, en: Export, zh: 出口}]
  - id: stock
    title: {en: "Where do the goods lie?", zh: "货物在哪里？"}
    choices: [{id: abroad, en: Abroad, zh: 境外}, {id: bonded-zone, en: Bonded, zh: 保税区}]
"""
MODELS = """\
business_models:
  - id: direct
    title: {en: Direct, zh: 直购}
    definition: {en: Sent for each order, zh: 逐单寄送}
    when: {stock: [abroad]}
    modes: [{code: "9610", direction: import, en: Direct, zh: 直购}]
    kind: trade
    from: 2020-01-01
    reference: act
    verified: true
  - id: bonded
    title: {en: Bonded, zh: 保税}
    definition: {en: From a bonded zone, zh: 自保税区发货}
    when: {stock: [bonded-zone]}
    kind: trade
    from: 2020-01-01
    reference: act
    verified: true
"""
GROUPS = """\
product_groups:
  - {id: food, title: {en: Food, zh: 食品}, prefixes: ["19"], from: 2020-01-01, reference: act,
     verified: true}
"""
INSTITUTIONS = """\
institutions:
  - {id: customs, title: {en: Customs, zh: 海关}, short: {en: Customs, zh: 海关}, level: national,
     territory: XX, from: 2020-01-01, reference: act, verified: true}
  - {id: market, title: {en: Market, zh: 市监}, short: {en: Market, zh: 市监}, level: national,
     territory: XX, parent: customs, from: 2020-01-01, reference: act, verified: true}
"""
COMPETENCES = """\
competences:
  - {id: border, matter: customs, when: {direction: [import]}, lead: customs, order: 10,
     from: 2020-01-01, reference: act, verified: true}
  - {id: general, matter: customs, lead: market, supporting: [customs], order: 50,
     from: 2020-01-01, reference: act, verified: true}
"""
OBLIGATIONS = """\
obligations:
  - id: declare
    who: merchant
    title: {en: Declare each parcel, zh: 逐件申报}
    text: {en: Declare it, zh: 申报}
    models: [direct]
    when: {direction: [import], product: [food]}
    evidence: [{en: A receipt, zh: 回执}]
    timer: answer
    matter: customs
    violation: undeclared
    from: 2020-01-01
    reference: act
    verified: true
"""
SANCTIONS = """\
violations:
  - {id: undeclared, title: {en: Not declared, zh: 未申报}, matter: customs, severity: general,
     penalties: [fine], from: 2020-01-01, reference: act, verified: true}
penalties:
  - {id: fine, title: {en: A fine, zh: 罚款}, kind: fine, minimum: 100, maximum: 1000, unit: CNY,
     from: 2020-01-01, reference: act, verified: true}
publicity:
  - {id: minor, title: {en: Minor, zh: 轻微}, what: {en: Warnings, zh: 警告}, minimum: {months: 0},
     maximum: {months: 3}, timer: answer, from: 2020-01-01, reference: act, verified: true}
"""
CLOCKS = """\
timers:
  - {id: answer, title: {en: Answer, zh: 答复}, starts: received, duration: {working_days: 5},
     calendar: week, event: {en: asked, zh: 询问}, expiry: escalate, from: 2020-01-01, reference: act, verified: true}
calendars:
  - {id: week, title: {en: Week, zh: 周}, overrides: [{day: 2026-02-14, working: true}],
     from: 2020-01-01, reference: act, verified: true}
"""  # noqa: E501
SOUND = {
    "pack": PACK, "facts": FACTS, "models": MODELS, "groups": GROUPS,
    "institutions": INSTITUTIONS, "competences": COMPETENCES, "obligations": OBLIGATIONS,
    "sanctions": SANCTIONS, "clocks": CLOCKS,
}  # fmt: skip


@pytest.fixture
def findings(tmp_path: Path):
    def look(**changed: tuple[str, str] | str) -> list[Finding]:
        """The findings after a replacement in a file, or after lines were added to it."""
        folder = tmp_path / "xx"
        folder.mkdir(exist_ok=True)
        for name, text in SOUND.items():
            change = changed.get(name)
            if isinstance(change, str):
                text += change
            elif change is not None:
                assert change[0] in text
                text = text.replace(*change)
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return check("xx", tmp_path)

    return look


def test_a_sound_pack_has_no_findings(findings, tmp_path: Path) -> None:
    assert [str(found) for found in findings()] == []
    assert load("xx", tmp_path)


ONE = "from: 2020-01-01, reference: act, verified: true}"
ERRORS = [
    # file, old, new, code, line, words
    ("models", "kind: trade", "kind: barter", "form", 7, "`kind` does not fit"),
    ("models", "    kind: trade\n", "    kid: trade\n", "form", 7, "did you mean `kind`?"),
    ("models", "stock: [abroad]", "stok: [abroad]", "fact", 5, "did you mean `stock`?"),
    ("models", "stock: [abroad]", "stock: [aboard]", "choice", 5, "did you mean `abroad`?"),
    ("models", "direction: import", "direction: inward", "choice", 6, "mode 9610 is no choice"),
    ("models", "stock: [bonded-zone]", "stock: [abroad]", "models", 14, "both of the kind `trade`"),
    ("models", "stock: [bonded-zone]", "direction: [import]", "models", 14, "hold at once for"),
    ("institutions", "parent: customs", "parent: custom", "institution", 5, "did you mean"),
    ("institutions", "level: national", "level: global", "form", 2, "`level` does not fit"),
    ("institutions", "territory: XX, from", "territory: Xx, from", "form", 3, "`territory`"),
    ("competences", "lead: market", "lead: markets", "institution", 4, "did you mean `market`?"),
    ("competences", "[customs], order", "[custom], order", "institution", 4, "`custom`"),
    ("competences", "direction: [import]", "harms: [import]", "fact", 2, "the fact `harms`"),
    ("competences", "order: 50", "order: 10", "two-leads", 11, "customs by `border`, market by"),
    ("obligations", "models: [direct]", "models: [indirect]", "business-model", 6, "`direct`"),
    ("obligations", "product: [food]", "product: [fodo]", "product-group", 7, "`food`"),
    ("obligations", "timer: answer", "timer: answers", "timer", 9, "did you mean `answer`?"),
    ("obligations", "timer: answer", "value: limit", "value", 9, "the value `limit`"),
    ("obligations", "violation: undeclared", "violation: undone", "violation", 11, "`undone`"),
    ("obligations", "matter: customs", "matter: tax", "no-lead", 10, "no institution leads in tax"),
    ("obligations", "timer: answer", "timer: answer\n    deadline: {en: Soon, zh: 尽快}", "form",
     2, "keep the timer"),
    ("obligations", "from: 2020-01-01", "from: 2020-02-01\n    to: 2020-01-01", "form",
     2, "lies before"),
    ("obligations", "reference: act", "reference: acts", "reference", 2, "`acts`"),
    ("sanctions", "penalties: [fine]", "penalties: []", "no-penalty", 2, "nothing follows"),
    ("sanctions", "penalties: [fine]", "penalties: [find]", "penalty", 3, "did you mean `fine`?"),
    ("sanctions", "minimum: 100, maximum: 1000, unit: CNY,", "", "no-range", 5, "`maximum` and"),
    ("sanctions", "maximum: 1000, ", "", "no-range", 5, "please add `maximum`"),
    ("sanctions", "minimum: 100,", "minimum: 5000,", "form", 5, "is below `minimum`"),
    ("sanctions", "unit: CNY", "unit: percent", "form", 5, "needs a `base`"),
    ("sanctions", "timer: answer", "timer: answers", "timer", 9, "did you mean `answer`?"),
    ("sanctions", "{months: 3}", "{months: 3, days: 1}", "form", 9, "exactly one unit"),
    ("clocks", "calendar: week, ", "", "no-calendar", 2, "counts working days but names no"),
    ("clocks", "duration: {working_days: 5},\n     calendar: week,",
     "duration: {days: 5}, rolls: true,", "no-calendar", 2, "ends on a working day"),
    ("clocks", "{working_days: 5}", "{hours: 5}, rolls: true", "rolls", 2, "cannot roll"),
    ("clocks", "calendar: week, ", "calendar: weak, ", "calendar", 3, "did you mean `week`?"),
    ("clocks", "duration: {working_days: 5},", "", "form", 2, "a `duration` or a `rule`"),
    ("clocks", "expiry: escalate", "expiry: explode", "form", 3, "`expiry` does not fit"),
    ("clocks", "zh: 周}, ", "zh: 周}, holidays: QQ, ", "holidays", 5, "no list of holidays `QQ`"),
    ("clocks", "true}],", "true}, {day: 2026-02-14, working: false}],", "twice", 5, "overrides"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "code", "line", "words"), ERRORS)
def test_a_defect_is_found_on_its_line(findings, file, old, new, code, line, words) -> None:
    found = [f for f in findings(**{file: (old, new)}) if f.severity is Severity.ERROR]
    first = next(f for f in found if words in f.message)
    assert (first.code, first.line) == (code, 10 if code == "two-leads" else line), str(first)
    where = "obligations" if code == "two-leads" else file
    assert first.path == f"xx/{where}.yaml"


@pytest.mark.parametrize("file", ["models", "institutions", "competences", "sanctions", "clocks"])
def test_a_name_given_twice_in_a_kind_is_found(findings, file: str) -> None:
    entries = SOUND[file].partition("\n")[2]
    found = findings(**{file: entries[: entries.find("\n  -", 5) + 1] or entries})
    assert "twice" in {f.code for f in found if f.severity is Severity.ERROR}


def _later(since: str, until: str = "") -> str:
    """The timer once again, from a day on."""
    entry = CLOCKS.partition("\n")[2].partition("calendars:")[0]
    return entry.replace("from: 2020-01-01", f"from: {since}{until and f', to: {until}'}")


def test_periods_of_one_timer_may_follow_each_other_but_not_overlap_or_leave_a_gap(
    findings,
) -> None:
    ended = ("from: 2020-01-01, reference", "from: 2020-01-01, to: 2020-12-31, reference")
    for since, code in (("2021-01-01", None), ("2020-07-01", "overlap"), ("2021-07-01", "gap")):
        text = CLOCKS.replace(*ended, 1).replace("calendars:", f"{_later(since)}calendars:")
        found = [f.code for f in findings(clocks=(CLOCKS, text)) if f.severity is Severity.ERROR]
        assert found == ([code] if code else []), since


def test_nobody_leads_where_only_special_competences_are_given(findings) -> None:
    general = COMPETENCES[COMPETENCES.index("  - {id: general") :]
    open_facts = ("when: {direction: [import], product: [food]}", "when: {}")
    found = findings(competences=(general, ""), obligations=open_facts)
    errors = [f for f in found if f.severity is Severity.ERROR]
    assert [f.code for f in errors] == ["no-lead"]
    assert "with direction export" in errors[0].message


def test_a_lead_is_needed_on_every_day_of_the_obligation(findings) -> None:
    text = COMPETENCES.replace("from: 2020-01-01", "from: 2020-03-01")
    errors = [f for f in findings(competences=(COMPETENCES, text)) if f.code == "no-lead"]
    assert len(errors) == 1 and "on 2020-01-01" in errors[0].message


def test_a_lead_that_does_not_exist_yet_is_an_error(findings) -> None:
    text = INSTITUTIONS.replace("from: 2020-01-01", "from: 2020-03-01")
    errors = [f for f in findings(institutions=(INSTITUTIONS, text)) if f.code == "period"]
    assert {(f.subject, f.severity) for f in errors if "its lead" in f.message} == {
        ("border", Severity.ERROR), ("general", Severity.ERROR),
    }  # fmt: skip


def test_two_leads_are_found_for_goods_of_two_groups(findings) -> None:
    groups = GROUPS.partition("\n")[2].replace("id: food", "id: infant").replace('"19"', '"1901"')
    special = (
        "  - {id: of-food, matter: customs, when: {product: [food]}, lead: market, order: 5,\n"
        f"     {ONE}\n"
        "  - {id: of-infant, matter: customs, when: {product: [infant]}, lead: customs, order: 5,\n"
        f"     {ONE}\n"
    )
    found = findings(groups=groups, competences=special)
    errors = [f for f in found if f.severity is Severity.ERROR]
    assert [f.code for f in errors] == ["two-leads"]
    assert "product food/infant" in errors[0].message


def test_a_penalty_of_an_unknown_state_is_an_error(findings) -> None:
    found = findings(sanctions=("kind: fine", "territory: QQ, kind: fine"))
    assert [(one.code, one.severity) for one in found] == [("territory", Severity.ERROR)]


WARNINGS = [
    ("obligations", "    evidence: [{en: A receipt, zh: 回执}]\n", "", "no-evidence"),
    ("obligations", "    text: {en: Declare it, zh: 申报}\n", "", "no-text"),
    ("obligations", "    matter: customs\n", "", "no-matter"),
    ("obligations", "who: merchant", "who: participant", "who"),
    ("obligations", "when: {", "when: {stock: [bonded-zone], ", "never"),
    ("competences", "lead: market", "lead: customs", "idle"),
    ("models", "stock: [abroad]", "stock: [abroad], direction: [import]", "no-model"),
    ("clocks", ONE, "from: 2020-05-01, reference: act, verified: true}", "period"),
    ("clocks", "event: {en: asked, zh: 询问}, ", "", "no-event"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), WARNINGS)
def test_what_is_left_unsaid_is_only_a_warning(findings, tmp_path, file, old, new, code) -> None:
    found = findings(**{file: (old, new)})
    assert code in {f.code for f in found}
    assert {f.severity for f in found} == {Severity.WARNING}, [str(f) for f in found]
    assert load("xx", tmp_path)
