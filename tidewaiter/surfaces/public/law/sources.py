"""Where an entry stands in the law, and whether somebody has held it against the text."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tidewaiter.law.model.words import Passage, Reference
from tidewaiter.law.register.kinds import BY_SLUG
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law.where import Where


@dataclass(frozen=True)
class Source:
    """A legal text as pages show it: instrument, article, date, language, address, exact words.

    `younger` says that the text was issued after the day of which the page tells the law.
    """

    instrument: str
    title: str
    article: str
    date: date
    language: str
    address: str
    url: str
    passages: tuple[Passage, ...]
    younger: bool


def source(at: Where, reference: Reference | None) -> Source | None:
    """The text that an entry comes from."""
    if reference is None:
        return None
    article = reference.article
    return Source(
        instrument=reference.instrument,
        title=reference.title[language()],
        article=_("article %(number)s") % {"number": article} if article else "",
        date=reference.date,
        language=tongue(reference.language),
        address=reference.address,
        url=at.entry_url(BY_SLUG["texts"], reference.id),
        passages=reference.passages,
        younger=reference.date > at.day,
    )


def source_of(at: Where, entry: Any) -> Source | None:
    """The text that an entry comes from; a text is its own source."""
    if isinstance(entry, Reference):
        return source(at, entry)
    return source(at, entry.reference)


def tongue(code: str) -> str:
    """A language by its code, in words."""
    known = {
        "zh": _("Chinese"),
        "en": _("English"),
        "de": _("German"),
        "fr": _("French"),
        "ko": _("Korean"),
        "pt": _("Portuguese"),
        "nl": _("Dutch"),
        "it": _("Italian"),
        "es": _("Spanish"),
        "pl": _("Polish"),
        "sv": _("Swedish"),
    }
    return known.get(code, code)
