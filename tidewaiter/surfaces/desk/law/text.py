"""The editor: a file of the pack as text, with what the checker says beside it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows import make_law
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.surfaces.desk.law.forms import PathForm, TextForm
from tidewaiter.surfaces.desk.law.proposal import draw, fetch, findings_told
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.editor import Finding, code, told
from tidewaiter.surfaces.kit.lawmaking import title_of
from tidewaiter.surfaces.kit.words import language


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LAW_DRAFT)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a file in the editor, or keep it and say what was found."""
    found = fetch(pk, by=request.user.actor)
    chosen = PathForm(request.GET)
    if not chosen.is_valid():
        return draw(request, found, failed="path", form=chosen, status=422)
    path = chosen.cleaned_data["path"]
    if request.method != "POST":
        opened = make_law.open_file(found, path, anew="anew" in request.GET)
        form = TextForm(
            initial={"content": opened.content, "seen": found.digest, "base": opened.base}
        )
        return _draw(request, found, path, form)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _draw(request, found, path, form, status=422)
    given = form.cleaned_data
    try:
        found, verdict = make_law.write_text(
            found,
            path,
            given["content"],
            seen=given["seen"],
            base=given["base"],
            by=request.user.actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        said = refusal.render(language())
        form.add_error(None, f"{said['sentence']} {said['cure']}")
        return _draw(request, found, path, form, status=refusal.kind.status)
    if verdict.errors or verdict.breaches or verdict.failed:
        messages.warning(request, _("Saved. The checker found something to put right."))
        return redirect(f"{reverse('desk:proposal-text', args=[pk])}?path={path}")
    messages.success(request, _("Saved. The checker and the test tables are content."))
    return redirect("desk:proposal", pk)


def _draw(
    request: HttpRequest, found: Proposal, path: str, form: TextForm, status: int = 200
) -> HttpResponse:
    content = str(form["content"].value() or "")
    here = findings_told(found.verdict, path)
    findings = told(content, (Finding(one.line, 0, one.message, one.error) for one in here))
    elsewhere = len(findings_told(found.verdict)) - len(findings)
    context = {
        "proposal": found.pk,
        "title": title_of(found),
        "path": path,
        "form": form,
        "code": code(form["content"], findings),
        "findings": findings,
        "elsewhere": elsewhere,
        "moved": make_law.has_moved(found, path),
    }
    return render(request, "desk/law/text.html", context, status=status)
