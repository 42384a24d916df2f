"""The law names the trade, the one institution that is responsible, and what has to be done."""

from datetime import date
from pathlib import Path

import pytest

from tests.law.test_duty_checks import COMPETENCES, FACTS, MODELS, SOUND
from tidewaiter.law.answers.facts import Unclear
from tidewaiter.law.answers.responsibility import Conflict
from tidewaiter.law.loader import Law, Unknown, load

DAY = date(2026, 3, 2)
IMPORT = {"direction": "import", "stock": "abroad"}
LIVE = """\
  - id: live
    title: {en: Live commerce, zh: 直播}
    definition: {en: Sold in a stream, zh: 直播销售}
    when: {direction: [import]}
    kind: sale
    from: 2020-01-01
    reference: act
    verified: true
"""


@pytest.fixture
def law(tmp_path: Path):
    def make(**texts: str) -> Law:
        folder = tmp_path / "xx"
        folder.mkdir()
        for name, text in {**SOUND, **texts}.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load("xx", tmp_path).on(DAY)

    return make


def test_a_trade_is_named_with_the_facts_that_make_it(law) -> None:
    trade = law(models=MODELS + LIVE).model_of(IMPORT)
    assert trade.trade is not None and trade.trade.model.id == "direct"
    assert [holding.model.id for holding in trade.others] == ["live"]
    assert trade.models == {"direct", "live"}
    assert trade.why.en == "It is Direct, because: Where do the goods lie? Abroad."
    assert trade.why.zh == "属于直购，因为：货物在哪里？境外。"
    assert trade.open == ()


def test_what_is_not_declared_yet_is_asked_for(law) -> None:
    trade = law().model_of({"direction": "import"})
    assert trade.trade is None and trade.open == ("stock",)
    assert trade.why.en == (
        "It could still be Direct, Bonded; please also answer: Where do the goods lie?"
    )


def test_a_trade_that_fits_no_model_is_told_so(law) -> None:
    text = MODELS.replace("when: {stock: [abroad]}", "when: {stock: [abroad], direction: [export]}")
    trade = law(models=text).model_of(IMPORT)
    assert trade.trade is None and trade.open == ()
    assert "No business model of the pack fits" in trade.why.en


def test_facts_and_answers_that_the_pack_does_not_know_are_refused_with_near_ones(law) -> None:
    law = law()
    with pytest.raises(Unclear, match="did you mean `direction`"):
        law.model_of({"directon": "import"})
    with pytest.raises(Unclear, match="did you mean `import`"):
        law.model_of({"direction": "imports"})
    with pytest.raises(Unclear, match="did you mean `food`"):
        law.responsible("customs", {"product": "foods"})
    with pytest.raises(ValueError, match="weather"):
        law.responsible("weather", {})


def test_one_institution_leads_and_the_reason_is_told(law) -> None:
    answer = law().responsible("customs", IMPORT)
    assert answer.lead is not None and answer.lead.id == "customs"
    assert answer.competence is not None and answer.competence.id == "border"
    assert [each.id for each in answer.beaten] == ["general"]
    assert answer.conflict is None and answer.claimants == ()
    assert answer.reason.en == (
        "Customs leads in customs: `border` applies (Which way? Import) and, with rank 10, goes "
        "before `general` (50)."
    )
    assert answer.reason.zh == (
        "海关由海关主管：适用“border”（方向？进口），其顺位10先于`general` (50)。"
    )


def test_the_general_competence_answers_where_no_special_one_does(law) -> None:
    answer = law().responsible("customs", {"direction": "export"})
    assert answer.lead is not None and answer.lead.id == "market"
    assert [each.id for each in answer.supporting] == ["customs"]
    assert "it holds always" in answer.reason.en and answer.beaten == ()


def test_the_answer_says_which_facts_could_still_change_it(law) -> None:
    assert law().responsible("customs", {}).open == ("direction",)


def test_nobody_to_name_is_a_conflict_with_a_name_and_never_an_empty_answer(law) -> None:
    answer = law().responsible("tax", IMPORT)
    assert (answer.conflict, answer.lead) == (Conflict.NO_LEAD, None)
    assert "names no institution that leads in tax" in answer.reason.en
    assert "未指定税收的主管机关" in answer.reason.zh


def test_two_who_lead_at_once_are_both_named(law) -> None:
    data = COMPETENCES.replace("matter: customs", "matter: data").replace("order: 50", "order: 10")
    both = data.partition("\n")[2].replace("id: ", "id: data-")
    answer = law(competences=COMPETENCES + both).responsible("data", IMPORT)
    assert (answer.conflict, answer.lead) == (Conflict.TWO_LEADS, None)
    assert [each.id for each in answer.claimants] == ["customs", "market"]
    assert "Customs and Market" in answer.reason.en and "海关、市监" in answer.reason.zh


def test_obligations_are_those_of_the_role_the_model_and_the_facts(law) -> None:
    law = law()
    food = {**IMPORT, "product": "1905310000"}
    assert [each.id for each in law.obligations_of(food, "merchant")] == ["declare"]
    assert law.obligations_of(food, "platform") == ()
    assert law.obligations_of({**food, "stock": "bonded-zone"}, "merchant") == ()
    assert law.obligations_of({**food, "product": ["9503002900"]}, "merchant") == ()
    assert law.obligations_of(IMPORT, "merchant") == ()
    assert law.questions(IMPORT, "merchant") == ("product",)
    assert law.questions({}, "merchant") == ("stock",)


def test_a_duty_says_who_watches_it_until_when_and_what_follows(law) -> None:
    (duty,) = law().duties_of({**IMPORT, "product": "food"}, "merchant")
    assert duty.why.en == "Which way? Import; goods: Food"
    assert duty.why.zh == "方向？进口；商品：食品"
    assert duty.responsible is not None and duty.responsible.lead is not None
    assert duty.timer is not None and str(duty.timer.duration) == "5 working days"
    assert duty.violation is not None and duty.violation.id == "undeclared"
    assert [penalty.maximum for penalty in duty.penalties] == [1000]


def test_a_pack_without_facts_takes_them_as_they_are(law) -> None:
    bare = {name: "" for name in SOUND if name not in {"pack", "institutions"}}
    (competence,) = [COMPETENCES[: COMPETENCES.index("  - {id: general")]]
    general = COMPETENCES.replace(competence.partition("\n")[2], "")
    texts = {name: "facts: []\n" for name in bare} | {"competences": general}
    answer = law(**texts).responsible("customs", {"anything": "goes"})
    assert answer.lead is not None and answer.lead.id == "market"


def test_everything_of_a_day_can_be_looked_up_and_nothing_changed(law) -> None:
    law = law()
    assert law.timer("answer").calendar == "week"
    assert set(law.facts) == {"direction", "stock"} and FACTS.count("- id") == 2
    assert law.product_groups["food"].holds("1905")
    assert law.publicity["minor"].maximum is not None
    with pytest.raises(Unknown, match='no timer "answers"'):
        law.timer("answers")
    with pytest.raises(Unknown, match='no calendar "year"'):
        law.calendar("year")
    with pytest.raises(TypeError):
        law.timers["answer"] = law.timer("answer")  # type: ignore[index]
    with pytest.raises(TypeError):
        law.obligations["declare"].when["route"] = frozenset()  # type: ignore[index]
