"""The editor of a rule: its text, what the checker says, and the columns it may ask for."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.checking.predicate import FUNCTIONS
from tidewaiter.flows.write_rule import documented_columns, write_rule
from tidewaiter.risk.models import StoredRule
from tidewaiter.risk.rules.book import may_be_written
from tidewaiter.surfaces.desk.rules.forms import RuleForm
from tidewaiter.surfaces.desk.rules.rule import draw, fetch, findings_of
from tidewaiter.surfaces.desk.rules.words import title_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.editor import code, told
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class Column:
    """A column that a condition may ask for."""

    name: str
    meaning: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RULE_WRITE)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the text in the editor, or keep it and say what was found."""
    actor, now = request.user.actor, timezone.now()
    found = fetch(pk, by=actor)
    if request.method != "POST":
        try:
            may_be_written(found.stage)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence(language()))
            return draw(request, found, status=refusal.kind.status)
        initial = {"content": found.text, "seen": found.digest}
        return _draw(request, found, RuleForm(initial=initial))
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    given = form.cleaned_data
    try:
        found, checked = write_rule(found, given["content"], seen=given["seen"], by=actor, at=now)
    except Refusal as refusal:
        said = refusal.render(language())
        form.add_error(None, f"{said['sentence']} {said['cure']}")
        return _draw(request, found, form, status=refusal.kind.status)
    if checked.errors:
        messages.warning(request, _("Saved. The checker found something to put right."))
        return redirect("desk:rule-text", pk)
    messages.success(request, _("Saved. The checker is content: now try it."))
    return redirect("desk:rule-version", pk)


def _draw(
    request: HttpRequest, found: StoredRule, form: RuleForm, status: int = 200
) -> HttpResponse:
    content = str(form["content"].value() or "")
    findings = told(content, findings_of(found)) if found.checked_at else ()
    spoken = language()
    groups = [
        (
            name,
            tuple(
                Column(column, note.zh if spoken.startswith("zh") else note.en)
                for column, note in sorted(columns.items())
            ),
        )
        for name, columns in documented_columns(at=timezone.now()).items()
    ]
    context = {
        "rule": found,
        "title": title_of(found),
        "form": form,
        "code": code(form["content"], findings),
        "findings": findings,
        "checked": found.checked_at is not None,
        "groups": groups,
        "functions": sorted(FUNCTIONS),
    }
    return render(request, "desk/rules/text.html", context, status=status)
