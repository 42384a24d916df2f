"""What is asked for again of a firm, item by item, each with the reviewer's reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tidewaiter.base.docket.rules.papers.kinds import small_enough
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.dockets import kind_of
from tidewaiter.flows.revise_application import NewPaper, put_right
from tidewaiter.registry.models import Application, Attestation, Item
from tidewaiter.registry.rules.reasons import ITEM_REASONS
from tidewaiter.registry.rules.restating import HINTS
from tidewaiter.registry.states import Access
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.forms import DateInput
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.dockets.fetching import fetch

OPEN = {Access.REVISION, Access.REVERIFY, Access.SUSPENDED}
LONG = {"owners", "identifiers"}


@dataclass(frozen=True)
class Row:
    """An item that is asked for again, and why; the field or fields in which it is put right."""

    title: str
    why: str
    fields: tuple[object, ...]


class RevisionForm(forms.Form):
    """Statements and papers, each under its item; what stays empty stays as it is."""

    def __init__(self, items: Sequence[Item], *given: object) -> None:
        super().__init__(*given, auto_id="id_%s")
        spoken = language()
        for item in items:
            title = item.title_zh if spoken.startswith("zh") else item.title_en
            if item.obligation:
                self.fields[f"paper_{item.pk}"] = forms.FileField(
                    label=_("New paper: %(item)s") % {"item": title},
                    required=False,
                    widget=forms.FileInput({"class": "govuk-file-upload"}),
                )
                self.fields[f"until_{item.pk}"] = forms.DateField(
                    label=_("Valid until, where it ends: %(item)s") % {"item": title},
                    required=False,
                    widget=DateInput,
                )
                continue
            hint = HINTS.get(item.key)
            self.fields[f"text_{item.pk}"] = forms.CharField(
                label=_("Say it anew: %(item)s") % {"item": title},
                help_text=hint.in_language(spoken) if hint else "",
                required=False,
                max_length=4000,
                widget=forms.Textarea({"rows": 4}) if item.key in LONG else forms.TextInput(),
            )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_OWN)
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is asked for again; keep what is put right, and send it when all of it is."""
    actor, at = request.user.actor, timezone.now()
    docket = fetch(pk, by=actor)
    application = Application.objects.visible_to(actor).filter(docket=docket).first()
    if application is None:
        raise Http404
    wanted = application.items.filter(standing__in=["revise", "missing"]).order_by("id")
    items = list(wanted) if docket.state in OPEN else []
    if request.method != "POST":
        return _draw(request, application, items, RevisionForm(items))
    actor.must(Permission.DOCKET_ANSWER)
    form = RevisionForm(items, request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, application, items, form, status=422)
    try:
        moved = put_right(
            application, _statements(form, items), _papers(form, items), by=actor, at=at
        )
    except Refusal as refusal:
        say(form, refusal)
        return _draw(request, application, items, form, status=refusal.kind.status)
    if moved.state == docket.state:
        messages.info(request, _("It is kept. Something is still asked for."))
        return redirect("portal:access", pk)
    messages.success(request, _("It is sent. The office looks at it now."))
    return redirect("portal:docket", pk)


def _statements(form: RevisionForm, items: Sequence[Item]) -> dict[str, str]:
    found = {item.key: form.cleaned_data.get(f"text_{item.pk}") or "" for item in items}
    return {key: text for key, text in found.items() if text}


def _papers(form: RevisionForm, items: Sequence[Item]) -> tuple[NewPaper, ...]:
    found = []
    for item in items:
        paper = form.cleaned_data.get(f"paper_{item.pk}")
        if paper is not None:
            small_enough(paper.size, paper.name)
            until = form.cleaned_data.get(f"until_{item.pk}")
            found.append(NewPaper(item.key, paper.name, paper.read(), until))
    return tuple(found)


def _draw(
    request: HttpRequest,
    application: Application,
    items: Sequence[Item],
    form: RevisionForm,
    *,
    status: int = 200,
) -> HttpResponse:
    docket = application.docket
    spoken = language()
    kind = kind_of(docket)
    certificate = Attestation.objects.filter(
        operator=application.operator_id, revoked_at=None
    ).first()
    context = {
        "docket": docket.pk,
        "reference": docket.reference,
        "state": kind.state_name(docket.state).in_language(spoken),
        "form": form,
        "rows": tuple(_row(item, form, spoken) for item in items),
        "certificate": certificate.reference if certificate else "",
        "code": application.operator.code if application.operator else "",
        "may_answer": request.user.actor.may(Permission.DOCKET_ANSWER),
    }
    answer = render(request, "portal/access/revise.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _row(item: Item, form: RevisionForm, spoken: str) -> Row:
    known = ITEM_REASONS.get(item.reason)
    why = known.in_language(spoken) if known else _("Missing")
    names = (f"paper_{item.pk}", f"until_{item.pk}", f"text_{item.pk}")
    return Row(
        item.title_zh if spoken.startswith("zh") else item.title_en,
        f"{why} · {item.note}" if item.note else why,
        tuple(form[name] for name in names if name in form.fields),
    )
