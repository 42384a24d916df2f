"""Numbers with check digits: one wrong sign is refused with code, reason and cure."""

import pytest

from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.registry.rules.identifiers import FORMS, Scheme, checked, right

GENUINE = [
    (Scheme.USCC, "91330100799655058B"),
    (Scheme.USCC, "9144030071526726XG"),
    (Scheme.LEI, "HWUPKR0MPOU8FGXBT394"),
    (Scheme.VAT, "DE136695976"),
    (Scheme.EORI, "DE1234567"),
    (Scheme.GTIN, "4006381333931"),
    (Scheme.GTIN, "9520123456788"),
    (Scheme.IBAN, "GB82WEST12345698765432"),
]


@pytest.mark.parametrize(("scheme", "number"), GENUINE)
def test_a_genuine_number_is_taken_in_its_plain_spelling(scheme: Scheme, number: str) -> None:
    spelt = f"{number[:4]} {number[4:].lower()}"
    assert checked(scheme, spelt) == number


@pytest.mark.parametrize(
    ("scheme", "number"), [one for one in GENUINE if one[0] is not Scheme.EORI]
)
def test_each_single_wrong_digit_is_refused(scheme: Scheme, number: str) -> None:
    for place, sign in enumerate(number):
        if not sign.isdigit():
            continue
        wrong = f"{number[:place]}{(int(sign) + 1) % 10}{number[place + 1 :]}"
        assert not right(scheme, wrong), wrong


def test_the_refusal_says_what_is_wrong_by_which_standard_and_what_to_do() -> None:
    with pytest.raises(Refusal) as refused:
        checked("uscc", "91330100799655058C")
    told = refused.value.render()
    assert told["code"] == "registry.identifier.check-digit"
    assert "91330100799655058C" in told["sentence"]
    assert told["law"] == "GB 32100-2015"
    assert "91330100799655058B" in told["cure"]
    assert "校验位" in refused.value.render("zh")["sentence"]


@pytest.mark.parametrize(
    ("scheme", "number", "code"),
    [
        ("uscc", "91330100", "length"),
        ("uscc", "91330100799655058?", "form"),
        ("lei", "HWUPKR0MPOU8FGXBT39", "check-digit"),
        ("eori", "12345", "form"),
        ("eori", "DE" + "1" * 20, "length"),
        ("gtin", "40063813339312345", "length"),
        ("passport", "P1", "scheme"),
    ],
)
def test_what_is_wrong_has_a_code_of_its_own(scheme: str, number: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked(scheme, number)
    assert refused.value.code == f"registry.identifier.{code}"


def test_the_number_of_an_account_is_not_repeated_in_a_refusal() -> None:
    with pytest.raises(Refusal) as refused:
        checked("iban", "GB82WEST12345698765431")
    assert "12345698765431" not in str(refused.value.render())
    assert "…5431" in refused.value.sentence()


def test_every_scheme_has_an_example_that_is_right() -> None:
    assert set(FORMS) == set(Scheme)
    for scheme, form in FORMS.items():
        assert right(scheme, form.example), scheme
