"""A finding of a check as sentences in which its values are filled in."""

from collections.abc import Mapping

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.provenance.rules.words import FINDINGS, Told


def finding_told(code: str, values: Mapping[str, str]) -> Told:
    """What a check found, its law, and what to do about it."""
    told = FINDINGS[code]
    filled = _Filled({name: str(value) for name, value in values.items()})
    return Told(_filled(told.sentence, filled), told.law, _filled(told.cure, filled))


def _filled(text: Text, values: "_Filled") -> Text:
    return Text(text.en.format_map(values), text.zh.format_map(values))


class _Filled(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"
