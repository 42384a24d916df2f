"""The papers of an application under way: which are asked for, and what was handed in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.drafts import remove_draft_paper
from tidewaiter.base.docket.queries.drafts import answers_of
from tidewaiter.base.docket.rules.papers.kinds import small_enough
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.apply import hand_in
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.steps.telling import asked_told
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.applications.fetching import fetch


class FileForm(forms.Form):
    """A file for one of the papers that are asked for."""

    asked = forms.CharField(max_length=60, widget=forms.HiddenInput)
    paper = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty"),
        },
    )

    def __init__(self, code: str, *given: Any) -> None:
        super().__init__(*given, auto_id=f"id_{code}_%s", initial={"asked": code})
        self.fields["paper"].widget.template_name = "django/forms/widgets/file.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_ANSWER)
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """List the papers; take one in, or say why not."""
    at, actor = timezone.now(), request.user.actor
    found, applied = fetch(pk, by=actor, at=at)
    failed, status = None, 200
    if request.method == "POST":
        form = FileForm(request.POST.get("asked", "")[:60], request.POST, request.FILES)
        failed, status = form, 422
        if form.is_valid():
            file = form.cleaned_data["paper"]
            try:
                small_enough(file.size, file.name)
                code = form.cleaned_data["asked"]
                hand_in(found, applied, code, file.name, file.read(), by=actor, at=at)
            except Refusal as refusal:
                say(form, refusal)
                status = refusal.kind.status
            else:
                messages.success(request, _("“%(name)s” is kept.") % {"name": file.name})
                return redirect("portal:draft-papers", pk)
    answers = answers_of(found, applied.application)
    asked = asked_told(applied.application, answers, found.papers.all(), on=day_of(at))
    wrong = failed.data["asked"] if failed and "asked" in failed.data else ""
    context = {
        "draft": pk,
        "title": applied.application.title.in_language(language()),
        "asked": tuple(
            (one, failed if failed and wrong == one.code else FileForm(one.code)) for one in asked
        ),
        "failed": failed,
    }
    answer = render(request, "portal/applications/papers.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(Permission.DOCKET_ANSWER)
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file out again."""
    at, actor = timezone.now(), request.user.actor
    found, applied = fetch(pk, by=actor, at=at)
    paper = found.papers.select_related("draft").filter(pk=number).first()
    if paper is None:
        raise Http404
    remove_draft_paper(paper, applied.application, by=actor, at=at)
    messages.success(request, _("“%(name)s” is taken out.") % {"name": paper.name})
    return redirect("portal:draft-papers", pk)
