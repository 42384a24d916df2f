"""Fields are drawn so that labels, hints and errors belong to their controls."""

from django import forms
from lxml import html

from tidewaiter.surfaces.kit.forms import DateInput


class Change(forms.Form):
    lane = forms.ChoiceField(
        label="New lane",
        choices=[("release", "Released"), ("hold", "Held")],
        widget=forms.RadioSelect,
    )
    grounds = forms.CharField(label="Your reasons", help_text="No names.", widget=forms.Textarea)
    since = forms.DateField(label="Since", widget=DateInput, required=False)
    sure = forms.BooleanField(label="Sure", required=False)


def drawn(form: forms.Form) -> html.HtmlElement:
    return html.fromstring(f"<form>{form}</form>")


def test_a_label_names_its_control():
    page = drawn(Change())
    for control in page.xpath("//textarea | //input"):
        assert page.xpath("//label[@for=$id]", id=control.get("id")), control.get("id")


def test_choices_stand_under_a_legend():
    page = drawn(Change())
    assert page.xpath("//fieldset/legend")[0].text == "New lane"
    assert len(page.xpath("//fieldset//input[@class='govuk-radios__input']")) == 2


def test_hint_and_error_are_read_with_the_control():
    page = drawn(Change({}))
    grounds = page.get_element_by_id("id_grounds")
    assert grounds.get("aria-invalid") == "true"
    described = grounds.get("aria-describedby").split()
    assert described == ["id_grounds_helptext", "id_grounds_error"]
    for each in described:
        assert page.get_element_by_id(each) is not None


def test_a_group_of_choices_is_read_with_its_error():
    page = drawn(Change({}))
    fieldset = page.xpath("//fieldset")[0]
    assert fieldset.get("aria-describedby") == "id_lane_error"
    assert page.get_element_by_id("id_lane_error") is not None


def test_a_link_in_the_error_summary_finds_what_it_names():
    form = Change({})
    page = drawn(form)
    for field in form:
        assert page.get_element_by_id(field.error_target) is not None


def test_a_wrong_control_looks_wrong():
    page = drawn(Change({"lane": "release"}))
    assert "govuk-textarea--error" in page.get_element_by_id("id_grounds").get("class")


def test_a_day_is_picked():
    assert drawn(Change()).get_element_by_id("id_since").get("type") == "date"
