"""By which official codes receipts name a fault, where each kind of document has its own."""

from tidewaiter.intake.formats.ceb.faults import Wrong, catalogue
from tidewaiter.intake.formats.ceb.kinds import FORMS, Codes

_OWN = {
    Wrong.NO_DOCUMENT: "empty",
    Wrong.NO_LINES: "no_lines",
    Wrong.SAME_GNUM: "same_gnum",
    Wrong.DOCUMENTS: "too_many",
}


def officials() -> dict[str, tuple[str, ...]]:
    """The official codes of every fault of a message."""
    codes = [form.codes for form in FORMS.values()]
    return {
        code: tuple(dict.fromkeys(_named(Wrong(code), official, codes)))
        for code, _rule, official, _message, _cure in catalogue()
    }


def _named(wrong: Wrong, official: str | None, codes: list[Codes]) -> list[str]:
    """A fault without an official code of its own is a field that fails its check."""
    own = _OWN.get(wrong, "check" if official is None else "")
    found = [getattr(each, own) for each in codes] if own else []
    return [code for code in (official, *found) if code]
