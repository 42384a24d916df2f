"""The statement of reasons of a decision, written part by part."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tidewaiter.base.docket.commands.reasons import FactGiven, Given, drop_draft, write_draft
from tidewaiter.base.docket.models import Docket, Evidence, Statement
from tidewaiter.base.docket.queries.offers import lacking
from tidewaiter.base.docket.states import Standing
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.dockets import kind_of
from tidewaiter.surfaces.desk.dockets.file import fetch
from tidewaiter.surfaces.desk.dockets.forms import FactForm, ReasonsForm
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.dockets.telling import refusal_words

BLANK = 2
"""So many empty facts stand below those that are written."""
MOST = 40


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_WORK)
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reasons and keep them as a draft; say what is still missing."""
    actor, at = request.user.actor, timezone.now()
    found = fetch(pk, by=actor)
    kind = kind_of(found)
    draft = found.statements.filter(standing=Standing.DRAFT).first()
    papers = Evidence.objects.visible_to(actor).filter(docket=found)
    if request.method != "POST":
        form = ReasonsForm(found, kind, initial=_initial(draft))
        if not form.fields["verb"].choices:
            raise Http404
        return _draw(request, found, draft, form, _facts(papers, draft))
    form = ReasonsForm(found, kind, request.POST)
    facts = _facts(papers, draft, request.POST)
    if not all([form.is_valid(), *(one.is_valid() for one in facts)]):
        return _draw(request, found, draft, form, facts, status=422)
    try:
        draft = write_draft(found, _given(form, facts), by=actor, at=at)
    except Refusal as refusal:
        say(form, refusal)
        return _draw(request, found, draft, form, facts, status=refusal.kind.status)
    if lacking(found, kind, draft, at=at):
        messages.info(request, _("The draft is kept. It still lacks something."))
        return redirect("desk:docket-reasons", pk)
    messages.success(request, _("The draft is complete: the decision can be made."))
    return redirect("desk:docket", pk)


@require_POST
@needs(Permission.DOCKET_WORK)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft up."""
    drop_draft(fetch(pk, by=request.user.actor), by=request.user.actor, at=timezone.now())
    messages.success(request, _("The draft is given up."))
    return redirect("desk:docket", pk)


def _draw(
    request: HttpRequest,
    found: Docket,
    draft: Statement | None,
    form: ReasonsForm,
    facts: list[FactForm],
    *,
    status: int = 200,
) -> HttpResponse:
    kind = kind_of(found)
    missing = lacking(found, kind, draft, at=timezone.now()) if draft else ()
    context = {
        "docket": found.pk,
        "reference": found.reference,
        "form": form,
        "facts": facts,
        "missing": refusal_words(missing),
        "drafted": draft is not None,
    }
    answer = render(request, "desk/dockets/reasons.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _facts(papers: Any, draft: Statement | None, data: Any = None) -> list[FactForm]:
    written = list(draft.facts.prefetch_related("evidence")) if draft else []
    initial = [
        {"text": fact.text, "papers": [paper.pk for paper in fact.evidence.all()]}
        for fact in written
    ]
    number = len(initial) + BLANK
    if data is not None:
        sent = data.get("facts", "")
        number = min(int(sent), MOST) if sent.isdecimal() and len(sent) < 4 else number
    return [
        FactForm(papers, data, prefix=f"fact-{place}",
                 initial=initial[place] if place < len(initial) else None)
        for place in range(number)
    ]  # fmt: skip


def _given(form: ReasonsForm, facts: list[FactForm]) -> Given:
    said = dict(form.cleaned_data)
    model, confirmed = said.pop("model"), said.pop("confirmed_by")
    use = {"model": model, "confirmed_by": confirmed} if model or confirmed else {}
    told = tuple(
        FactGiven(one.cleaned_data["text"], tuple(paper.pk for paper in one.cleaned_data["papers"]))
        for one in facts
        if one.cleaned_data["text"]
    )
    return Given(**said, facts=told, model_use=use)


def _initial(draft: Statement | None) -> dict[str, Any]:
    if draft is None:
        return {"automated_decision": "not", "applies_on": timezone.localdate()}
    named = [name for name in ReasonsForm.base_fields if hasattr(draft, name)]
    return {
        **{name: getattr(draft, name) for name in named},
        "model": draft.model_use.get("model", ""),
        "confirmed_by": draft.model_use.get("confirmed_by", ""),
    }
