import pytest

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

TAKEN = Text("The code {code} is taken.", "代码 {code} 已被使用。")
CHOOSE = Text("Choose a code other than {code}.", "请选择 {code} 以外的代码。")


def a_refusal(**values):
    return Refusal("x.taken", TAKEN, values=values, law="Act, Art. 1", cure=CHOOSE)


def test_a_refusal_says_what_is_wrong_and_what_to_do_in_both_languages():
    assert a_refusal(code="ebay").render("en") == {
        "code": "x.taken",
        "sentence": "The code ebay is taken.",
        "law": "Act, Art. 1",
        "cure": "Choose a code other than ebay.",
        "values": {"code": "ebay"},
    }
    assert a_refusal(code="ebay").render("zh-hans")["sentence"] == "代码 ebay 已被使用。"


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "zh_Hans", "ZH-hans"])
def test_every_chinese_tag_gets_chinese(tag):
    assert TAKEN.in_language(tag) == TAKEN.zh


@pytest.mark.parametrize("tag", ["en", "en-GB", "fr", ""])
def test_every_other_tag_gets_english(tag):
    assert TAKEN.in_language(tag) == TAKEN.en


def test_a_value_with_braces_is_shown_and_not_read_as_a_template():
    assert "{law.__class__}" in a_refusal(code="{law.__class__}").sentence()


def test_a_forgotten_value_stays_visible_and_hides_no_refusal():
    assert a_refusal().sentence() == "The code {code} is taken."


def test_the_log_line_of_a_refusal_is_its_code_and_sentence():
    assert str(a_refusal(code="x")) == "x.taken: The code x is taken."


def test_the_values_of_a_refusal_cannot_be_changed_afterwards():
    with pytest.raises(TypeError):
        a_refusal(code="x").values["code"] = "y"


def test_every_kind_of_refusal_has_a_status_of_its_own():
    assert sorted(kind.status for kind in Kind) == [401, 403, 404, 409, 413, 422, 429]
