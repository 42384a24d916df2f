"""How a reason of intake becomes a fault: its words, filled in."""

from collections.abc import Mapping

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.intake.formats.ceb.faults import LONGEST_VALUE, Fault
from tidewaiter.intake.rules.words import REASONS


def fault_of(
    code: str, *, path: str = "", value: str = "", official: str | None = None, **values: object
) -> Fault:
    """A fault with its words filled in; they may name its path and value too.

    A value that is a text is told in the language of the sentence.
    """
    said = REASONS[code]
    values |= {"path": path, "value": value}
    return Fault(
        code=code,
        path=path,
        value=value[:LONGEST_VALUE],
        rule=said.rule,
        message=_filled(said.message, values),
        cure=_filled(said.cure, values),
        official=official or said.official,
        law={"en": said.law.en, "zh": said.law.zh},
    )


def _filled(text: Text, values: Mapping[str, object]) -> dict[str, str]:
    return {
        lang: text.in_language(lang).format(
            **{
                name: value.in_language(lang) if isinstance(value, Text) else value
                for name, value in values.items()
            }
        )
        for lang in ("en", "zh")
    }
