"""Take what somebody fills in on the file of a docket: a move, a paper. At the desk as in the
portal; each draws its own page again where something is wrong.
"""

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tidewaiter.base.docket.models import Docket, Evidence
from tidewaiter.base.docket.rules.papers.kinds import small_enough
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.dockets import kind_of, make_move
from tidewaiter.flows.receive_paper import receive_paper
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.dockets.forms import StepForm
from tidewaiter.surfaces.kit.words import language

Draw = Callable[..., HttpResponse]
"""Draws the page of a docket again, with a form that could not be taken."""


def take_move(
    request: HttpRequest, docket: Docket, verb: str, papers: Iterable[Evidence], *,
    draw: Draw, then: str,
) -> HttpResponse:  # fmt: skip
    """Make a move with what was filled in, and go on to the page named `then`."""
    step = kind_of(docket).steps.get(verb)
    if step is None:
        raise Http404
    form = StepForm(step, papers, request.POST, verb=verb)
    if not form.is_valid():
        return draw(request, docket, failed=(verb, form), status=422)
    try:
        make_move(docket, verb, form.given, by=request.user.actor, at=timezone.now())
    except Refusal as refusal:
        say(form, refusal)
        return draw(request, docket, failed=(verb, form), status=refusal.kind.status)
    messages.success(request, _("Done: %(what)s") % {"what": step.label.in_language(language())})
    return redirect(then, docket.pk)


def take_paper(
    request: HttpRequest, docket: Docket, form: forms.Form, *, draw: Draw, then: str
) -> HttpResponse:
    """Keep a paper with what was said about it, and go on to the page named `then`."""
    if not form.is_valid():
        return draw(request, docket, paper_form=form, status=422)
    given = form.cleaned_data
    try:
        small_enough(given["paper"].size, given["paper"].name)
        receive_paper(
            docket,
            given["paper"].name,
            given["paper"].read(),
            about=given["about"],
            secrecy=Secrecy(given["secrecy"]),
            by=request.user.actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        say(form, refusal)
        return draw(request, docket, paper_form=form, status=refusal.kind.status)
    messages.success(request, _("The paper is in the docket."))
    return redirect(then, docket.pk)
