"""What the codes in a statement of reasons are called."""

from django.utils.translation import gettext as _


def restriction_name(code: str) -> str:
    """What a decision restricts, in words."""
    return {
        "visibility": _("Visibility"),
        "monetary": _("Payments"),
        "service": _("The service"),
        "account": _("The account"),
        "goods": _("The goods"),
        "none": _("Nothing"),
    }.get(code, code)


def source_name(code: str) -> str:
    """What led to a decision, in words."""
    return {
        "notice": _("A notice"),
        "trusted-flagger": _("A notice of a trusted flagger"),
        "other-notice": _("Another report"),
        "own-initiative": _("The office's own initiative"),
    }.get(code, code)


def automated_name(code: str) -> str:
    """How far a decision was automated, in words."""
    return {
        "fully": _("Fully"),
        "partially": _("Partly"),
        "not": _("Not at all"),
    }.get(code, code)
