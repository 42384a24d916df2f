"""Consultations: what is proposed, until when one may comment, and what others have said."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.lawmaking.commands.comments import comment
from tidewaiter.lawmaking.models import Comment, Proposal
from tidewaiter.lawmaking.states import Stage
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.lawmaking import (
    COMMENTS,
    changes_told,
    files_told,
    grounds_of,
    reckoning_of,
    stage_name,
    title_of,
)
from tidewaiter.surfaces.kit.throttle import address_of, attempts
from tidewaiter.surfaces.kit.words import language

SHOWN = 50


class CommentForm(forms.Form):
    """What somebody says, with a name or without."""

    said = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy("Up to 5,000 characters. Do not write about other people."),
        min_length=10,
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={
            "required": gettext_lazy("Write your comment"),
            "min_length": gettext_lazy("Write ten characters or more"),
        },
    )
    signed = forms.CharField(
        label=gettext_lazy("Name (if you wish)"),
        help_text=gettext_lazy("It is published with your comment."),
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "name"}),
    )


@dataclass(frozen=True)
class Row:
    """A consultation at a glance."""

    pk: int
    title: str
    reference: str
    until: date
    stage: str


@dataclass(frozen=True)
class Said:
    """A published comment."""

    signed: str
    said: str
    at: datetime


@require_GET
@open_to_all
def consultations(request: HttpRequest) -> HttpResponse:
    """Draw the list: where one may comment now, and what was asked before."""
    on = timezone.localdate()
    asked = Proposal.objects.told().filter(consulted_on__isnull=False)
    found = list(asked.order_by("-comments_until", "-id")[:SHOWN])
    context = {
        "open": tuple(_row(one) for one in found if one.open_for_comments(on=on)),
        "closed": tuple(_row(one) for one in found if not one.open_for_comments(on=on)),
    }
    return render(request, "public/consultations.html", context)


@sensitive_post_parameters("said", "signed")
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a proposal on which the public is asked, and take a comment."""
    found = Proposal.objects.told().filter(pk=pk, consulted_on__isnull=False).first()
    if found is None:
        raise Http404
    form = CommentForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _draw(request, found, form)
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    by, at = system_actor("public"), timezone.now()
    given = form.cleaned_data
    try:
        with attempts(COMMENTS, address_of(request), by=by, at=at) as tried:
            tried.note()
            comment(
                found,
                given["said"],
                signed=given["signed"],
                on=timezone.localdate(at),
                by=by,
                at=at,
            )
    except Refusal as refusal:
        told = refusal.render(language())
        form.add_error(None, f"{told['sentence']} {told['cure']}")
        return _draw(request, found, form, status=refusal.kind.status)
    messages.success(
        request, _("Thank you. Your comment is published as soon as an officer has read it.")
    )
    return redirect("public:consultation", pk)


def _draw(
    request: HttpRequest, found: Proposal, form: CommentForm, status: int = 200
) -> HttpResponse:
    published = Comment.objects.visible_to(system_actor("public")).filter(proposal=found)
    context = {
        "title": title_of(found),
        "grounds": grounds_of(found),
        "reference": found.reference,
        "stage": stage_name(found.stage),
        "open": found.open_for_comments(on=timezone.localdate()),
        "until": found.comments_until,
        "reckoning": reckoning_of(found),
        "enters_on": found.enters_on if found.stage != Stage.WITHDRAWN else None,
        "changes": changes_told(found.verdict),
        "files": files_told(found),
        "comments": tuple(Said(one.signed, one.said, one.at) for one in published),
        "form": form,
    }
    return render(request, "public/consultation.html", context, status=status)


def _row(proposal: Proposal) -> Row:
    return Row(
        proposal.pk,
        title_of(proposal),
        proposal.reference,
        proposal.comments_until,
        stage_name(proposal.stage),
    )
