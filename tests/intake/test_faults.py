"""How a reason of intake becomes a fault."""

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.intake.rules.faults import fault_of
from tidewaiter.intake.rules.words import REASONS


def test_the_words_are_filled_in_both_languages() -> None:
    fault = fault_of("TW-G05-CERTIFICATE", value="ab12", wrong=Text("revoked", "已吊销"))
    assert fault.message == {
        "en": "The certificate ab12… that signed the message is revoked.",
        "zh": "签名证书ab12…已吊销。",
    }
    assert (fault.rule, fault.official, fault.path) == ("G-05", "1004", "")
    said = REASONS["TW-G05-CERTIFICATE"].law
    assert fault.law == {"en": said.en, "zh": said.zh}


def test_a_long_value_is_told_in_full_and_kept_in_part() -> None:
    fault = fault_of("TW-G03-REPEAT", path="appType", value="9" * 300, official="-301010")
    assert "9" * 300 in fault.message["en"]
    assert fault.value == "9" * 200
    assert fault.official == "-301010"


def test_braces_in_a_value_are_only_braces() -> None:
    fault = fault_of("TW-G02-GUID", path="guid", value="{rule}{0}")
    assert "{rule}{0}" in fault.message["zh"]
