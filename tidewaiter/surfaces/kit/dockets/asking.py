"""The moves that somebody may make now, told as forms, at the desk as in the portal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms

from tidewaiter.base.docket.models import Evidence
from tidewaiter.base.docket.queries.offers import Offer
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.surfaces.kit.dockets.forms import StepForm
from tidewaiter.surfaces.kit.dockets.telling import refusal_words
from tidewaiter.surfaces.kit.words import language

Failed = tuple[str, StepForm] | None
"""The move whose form could not be taken, with its errors."""


@dataclass(frozen=True)
class StepTold:
    """A move that this person may make now; one that is refused says what stands in the way."""

    verb: str
    label: str
    action: str
    form: StepForm
    decides: bool
    needs_reasons: bool
    missing: tuple[str, ...]
    grave: bool


def steps_told(
    offers: Iterable[Offer], papers: list[Evidence], failed: Failed, address: Callable[[str], str]
) -> tuple[StepTold, ...]:
    """Each move with its form and the address that takes it; a failed form stays filled in."""
    return tuple(_step(one, papers, failed, address(one.verb)) for one in offers)


def say(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal into the summary of errors of a form."""
    form.is_valid()
    form.add_error(None, said(refusal))


def said(refusal: Refusal) -> str:
    """A refusal with its cure, in the reader's language."""
    told = refusal.render(language())
    return f"{told['sentence']} {told['cure']}"


def _step(offer: Offer, papers: list[Evidence], failed: Failed, action: str) -> StepTold:
    verb = offer.verb
    form = failed[1] if failed and failed[0] == verb else None
    return StepTold(
        verb=verb,
        label=offer.step.label.in_language(language()),
        action=action,
        form=form or StepForm(offer.step, papers, None, verb=verb),
        decides=offer.step.decides,
        needs_reasons=offer.needs_reasons,
        missing=refusal_words(offer.missing),
        grave=offer.step.ends,
    )
