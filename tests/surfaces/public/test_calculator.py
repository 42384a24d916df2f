"""Everybody can ask what is due, sees the arithmetic and the law, and why no amount is said."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

BLOUSES = {"to": "de", "what1": "620610", "value1": "40", "what2": "6206.20", "value2": "50",
           "scheme": "on", "day": "2026-07-01"}  # fmt: skip


def ask(language="en", **told):
    return Client().get("/calculator/", told, headers={"Accept-Language": language})


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_form_asks_and_knows_today():
    page = Client().get("/calculator/")
    assert page.status_code == 200
    assert "What is due on a parcel?" in text_of(page)
    assert 'type="date"' in page.content.decode()


def test_two_subheadings_pay_six_euro_from_july_2026_and_nothing_the_day_before():
    after, before = ask(**BLOUSES), ask(**BLOUSES | {"day": "2026-06-30"})
    assert "EUR 23.10 are due" in text_of(after)
    assert "distinct subheadings = 2; amount = 3" in text_of(after)
    assert "EUR 17.10 are due" in text_of(before)
    assert "within the relief" in text_of(before)


def test_each_step_names_its_law_and_whether_it_was_seen():
    page = text_of(ask(**BLOUSES))
    assert "Council regulation of February 2026" in page
    assert "seen in the text" in page
    assert "not yet held against the text" in page
    assert "What this does not cover" in page


def test_words_lead_to_goods_and_goods_back_to_the_answer():
    page = ask(**BLOUSES | {"what1": "silk blouse"})
    [silk, *_others] = page.context["found"]
    assert silk.code == "6206.10"
    assert "EUR 23.10 are due" in text_of(Client().get(silk.url))


def test_words_that_fit_nothing_say_what_to_do():
    assert "use other or fewer words" in text_of(ask(**BLOUSES | {"what1": "qwertz"}))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_what_is_not_known_is_refused_with_a_cure(language):
    page = ask(language, **BLOUSES | {"scheme": ""})
    assert page.status_code == 200
    assert page.context["answer"].code == "duty-rate-unknown"
    assert page.context["answer"].cure in page.content.decode()
    assert "EUR 0" not in text_of(page)


def test_china_is_searched_in_its_own_tariff_in_both_languages():
    told = {"to": "cn-1210", "value1": "100", "day": "2026-03-02"}
    page = ask("zh-CN", what1="婴孩车", **told)
    assert page.context["found"][0].code == "8715000010"
    page = ask(what1="9503002900", measured1="1", **told)
    assert "CNY 9.10 are due" in text_of(page)
    assert "V (dutiable value of the item) = 100; d (rate of customs duty) = 0 %" in text_of(page)


def test_formulas_and_values_are_said_in_chinese_and_rates_in_per_cent():
    page = text_of(ask("zh-CN", **BLOUSES))
    assert "不同六位子目数 × 金额" in page and "不同六位子目数 = 2；金额 = 3" in page
    assert "(货值 + 运费 + 保险费) × 税率" in page and "税率 = 19 %" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"value1": ""}, "value1"), ({"value1": "x"}, "value1"), ({"what1": "61"}, "what1"),
     ({"day": "soon"}, "day"), ({"to": "xx"}, "to"), ({"day": "1999-01-01"}, "day"),
     ({"value2": ""}, "value2"), ({"rate": "0"}, "rate"), ({"value1": "NaN"}, "value1"),
     ({"to": "cn-9610"}, "what1"), ({"value1": "1e400"}, "value1")],
)  # fmt: skip
def test_what_cannot_be_used_is_told_beside_its_field(wrong, field):
    page = ask(**BLOUSES | wrong)
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_what_was_entered_can_be_changed():
    page = ask(**BLOUSES)
    again = Client().get(page.context["change"])
    assert 'value="620610"' in again.content.decode()


def test_a_currency_needs_a_rate():
    told = BLOUSES | {"currency": "CNY"}
    assert ask(**told).context["answer"].code == "currency-without-rate"
    assert "EUR 2.14 are due" in text_of(ask(**told | {"rate": "0.125", "day": "2026-06-30"}))


def test_what_the_buyer_already_used_of_sugar_and_rice_counts():
    sugar = {"to": "cn-1210", "what1": "1701991090", "value1": "45", "measured1": "1.5",
             "day": "2026-03-02"}  # fmt: skip
    assert "are due" in text_of(ask(**sugar))
    refused = text_of(ask(**sugar | {"used_sugar": "1"}))
    assert "are due" not in refused and "sugar" in refused
    page = Client().get("/calculator/").content.decode()
    assert page.index("<details") < page.index('name="used_rice"')


def test_what_few_parcels_need_stays_folded_unless_something_stands_there_or_is_wrong():
    page = Client().get("/calculator/", {"to": "de", "what1": "", "value1": ""})
    folded = page.content.decode()
    assert "Enter a value" in folded and 'govuk-details" open' not in folded
    second = Client().get("/calculator/", {"to": "de", "what1": "", "what2": "610910"})
    assert second.content.decode().count('govuk-details" open') == 1
    wrong = Client().get("/calculator/", {"to": "de", "what1": "610910", "insurance": "much"})
    assert wrong.content.decode().count('govuk-details" open') == 1
