"""An application under way: the list of its pages, and each page as a form that is kept."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.base.docket.applications import Answers, Application, no_papers
from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.drafts import save_page
from tidewaiter.base.docket.queries.drafts import answers_of, lacking_in
from tidewaiter.base.docket.rules.applications import of_page
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import said
from tidewaiter.surfaces.kit.steps.forms import form_of
from tidewaiter.surfaces.kit.steps.telling import asked_told, lacks_told, pages_told
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.applications.fetching import fetch


@require_GET
@needs(Permission.DOCKET_OWN)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the pages and papers, each with what it lacks, and the next step."""
    at = timezone.now()
    found, applied = fetch(pk, by=request.user.actor, at=at)
    application = applied.application
    answers = answers_of(found, application)
    lacking = lacking_in(found, application, at=at)
    pages = pages_told(application, found, answers, lacking)
    asked = asked_told(application, answers, found.papers.all(), on=day_of(at))
    papers_lack = any(one.page == "" and one.what for one in lacking)
    context = {
        "draft": found.pk,
        "title": application.title.in_language(language()),
        "pages": pages,
        "papers": bool(asked),
        "papers_later": not asked and application.papers is not no_papers,
        "papers_lack": papers_lack,
        "handed": sum(len(one.files) for one in asked),
        "next_page": next((page.name for page in pages if not page.done), ""),
        "doubts": lacks_told(one for one in lacking if not one.page and not one.what),
        "complete": not lacking,
        "lacks": len(lacking),
        "until": day_of(found.last_moment),
        "may_answer": request.user.actor.may(Permission.DOCKET_ANSWER),
    }
    answer = render(request, "portal/applications/draft.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_ANSWER)
def page(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask the questions of a page; keep what was answered, and lead on to the next one."""
    at, actor = timezone.now(), request.user.actor
    found, applied = fetch(pk, by=actor, at=at)
    application = applied.application
    answers = answers_of(found, application)
    asked = {one.name: one for one in application.pages_for(answers)}
    if name not in asked:
        raise Http404
    here = asked[name]
    form = form_of(here, request.POST if request.method == "POST" else None, answers)
    wrong, status = "", 200
    if request.method == "POST":
        if form.is_valid():
            try:
                found = save_page(found, application, here, form.given, by=actor, at=at)
            except Refusal as refusal:
                wrong, status = said(refusal), refusal.kind.status
            else:
                if request.POST.get("then") == "another":
                    return redirect("portal:draft-page", pk, name)
                messages.success(request, _("Kept."))
                return _lead_on(pk, name, application, answers_of(found, application))
        else:
            status = 422
    names = list(asked)
    context = {
        "draft": pk,
        "title": application.title.in_language(language()),
        "page": here.title.in_language(language()),
        "lead": here.lead.in_language(language()),
        "form": form,
        "entries": getattr(form, "entries", ()),
        "count": getattr(form, "count", 0),
        "full": getattr(form, "full", True),
        "wrong": wrong,
        "number": names.index(name) + 1,
        "of": len(names),
        "lacks": lacks_told(of_page(here, answers)) if name in found.answered else (),
    }
    answer = render(request, "portal/applications/page.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _lead_on(pk: int, name: str, application: Application, answers: Answers) -> HttpResponse:
    """To the page after this one, or back to the list after the last."""
    names = [one.name for one in application.pages_for(answers)]
    after = names[names.index(name) + 1 :] if name in names else []
    return redirect("portal:draft-page", pk, after[0]) if after else redirect("portal:draft", pk)
