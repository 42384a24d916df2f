"""What each check said of a parcel: the five answers of every rule."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.engine.answers import Answer
from tidewaiter.flows.ask_rules import ask_rules
from tidewaiter.surfaces.desk.file import fetch, title_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class Check:
    """A rule by its name."""

    code: str
    title: str
    severity: str


@require_GET
@needs(Permission.RULE_SEE)
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the answers, the most telling first."""
    file = fetch(pk, by=request.user.actor)
    if file.assessment is None:
        raise Http404
    said = ask_rules(file.assessment, pack=settings.TIDEWAITER_PACK, at=timezone.now())
    groups = [
        (
            answer_name(answer),
            answer.value,
            tuple(
                Check(one.rule.code, one.rule.title[language()], one.rule.severity.value)
                for one in said
                if one.answer is answer
            ),
        )
        for answer in Answer
    ]
    context = {"parcel": pk, "title": title_of(file.declaration), "groups": groups}
    answer = render(request, "desk/checks.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def answer_name(answer: Answer) -> str:
    """What a rule said, in words."""
    return {
        Answer.FIRED: _("Fired"),
        Answer.SNOOZED: _("Fired, and is kept quiet"),
        Answer.COULD_NOT_RUN: _("Could not run"),
        Answer.NOT_FIRED: _("Did not fire"),
        Answer.NOT_APPLICABLE: _("Not applicable"),
    }[answer]
