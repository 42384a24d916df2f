"""Show one person of a parcel in full, once, to an officer who has said what for."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.intake.commands.people import reveal_person
from tidewaiter.surfaces.desk.file import fetch
from tidewaiter.surfaces.desk.papers import KEYS, papers_of
from tidewaiter.surfaces.desk.parcel import draw
from tidewaiter.surfaces.desk.people import RevealForm, parts_by_who, people_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language


@require_POST
@sensitive_variables("clear")
@needs(Permission.PERSON_REVEAL)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the parcel's page again with the person shown; nobody keeps a copy of that page."""
    actor = request.user.actor
    file = fetch(pk, by=actor)
    papers = papers_of(file.declaration, file.assessment, by=actor)
    form = RevealForm(people_of(papers), request.POST)
    if not form.is_valid():
        return draw(request, file, reveal_form=form, status=422)
    who = form.cleaned_data["who"]
    part = parts_by_who()[who]
    try:
        clear = reveal_person(
            papers[part.document].row,
            KEYS[part.document],
            part.fields,
            declaration=file.declaration,
            purpose=form.cleaned_data["purpose"],
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        said = refusal.render(language())
        form.add_error("purpose", f"{said['sentence']} {said['cure']}")
        return draw(request, file, reveal_form=form, status=refusal.kind.status)
    return draw(request, file, who=who, clear=clear)
