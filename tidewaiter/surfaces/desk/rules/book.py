"""The rule book: every rule with how well it does, and the versions that are under way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.book.rules import SHADOWED, Rule, Severity
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.receive_message import law_on
from tidewaiter.flows.write_rule import begin_rule
from tidewaiter.risk.models import StoredRule
from tidewaiter.risk.queries.performance import inspections, records, shadow_records
from tidewaiter.risk.rules.performance import Record, Verdict, judged
from tidewaiter.risk.states import UNDER_WAY, RuleStage
from tidewaiter.surfaces.desk.rules.forms import CodeForm
from tidewaiter.surfaces.desk.rules.steps import next_hand
from tidewaiter.surfaces.desk.rules.words import (
    interval,
    percent,
    rule_title,
    severity_name,
    stage_name,
    title_of,
    verdict_name,
)
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language

DAYS = 90
"""So far back the performance of rules is counted."""
NAMED = (Verdict.NEVER_CONFIRMS, Verdict.BELOW_TARGET, Verdict.NEVER_FIRES)
"""What is said of rules that need a look, the most pressing first."""


@dataclass(frozen=True)
class RuleRow:
    """A rule at a glance."""

    code: str
    title: str
    origin: str
    number: int | None
    severity: str
    record: Record
    precision: str
    target: str
    verdict: Verdict
    said: str


@dataclass(frozen=True)
class UnderWay:
    """A version on its way."""

    pk: int
    code: str
    number: int
    title: str
    stage: str
    hand: str
    fired: int | None
    precision: str
    enters_on: date | None


@require_GET
@needs(Permission.RULE_SEE)
def book(request: HttpRequest) -> HttpResponse:
    """Draw the book."""
    actor, now = request.user.actor, timezone.now()
    since = now - timedelta(days=DAYS)
    rows = rule_rows(now)
    drawn = inspections(since, until=now, drawn=True)
    chosen = inspections(since, until=now, drawn=False)
    context = {
        "days": DAYS,
        "groups": _groups(rows),
        "rules": len(rows),
        "inspected": chosen.inspected + drawn.inspected,
        "named": [
            (verdict_name(verdict), tuple(row for row in rows if row.verdict is verdict))
            for verdict in NAMED
        ],
        "under_way": _under_way(request, since, now),
        "chosen": interval(chosen.precision),
        "drawn": interval(drawn.precision),
        "may_write": actor.may(Permission.RULE_WRITE),
        "may_open": actor.may(Permission.CAMPAIGN_EDIT),
    }
    return render(request, "desk/rules/book.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RULE_WRITE)
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for a code, then begin a version with the text in force or an example."""
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, initial={"code": request.GET.get("code", "")})
    status = 200
    if form.is_bound and form.is_valid():
        try:
            made = begin_rule(form.cleaned_data["code"], by=request.user.actor, at=timezone.now())
        except Refusal as refusal:
            told = refusal.render(language())
            form.add_error("code", f"{told['sentence']} {told['cure']}")
            status = refusal.kind.status
        else:
            return redirect("desk:rule-text", made.pk)
    elif form.is_bound:
        status = 422
    codes = sorted(rule.code for rule in book_of_day(law_on(timezone.now())).rules)
    context = {"form": form, "codes": [code for code in codes if SHADOWED not in code]}
    return render(request, "desk/rules/begin.html", context, status=status)


def rule_rows(now: datetime) -> tuple[RuleRow, ...]:
    """Every rule that holds now, with how it does."""
    law = law_on(now)
    since = now - timedelta(days=DAYS)
    found = records(since, until=now)
    own = {
        one.code: one.number
        for one in StoredRule.objects.filter(stage__in=[RuleStage.IN_FORCE, RuleStage.SCHEDULED])
    }
    rules = [rule for rule in book_of_day(law).rules if rule.severity is not Severity.SHADOW]
    return tuple(_row(rule, own, found) for rule in rules)


def _row(rule: Rule, own: Mapping[str, int], found: Mapping[str, Record]) -> RuleRow:
    record = found.get(rule.code, Record())
    targets = rule.severity in {Severity.HOLD, Severity.SCORE}
    verdict = judged(record, rule.target, targets=targets)
    if verdict is Verdict.NEVER_FIRES and not targets:
        # a demand of the law that everybody keeps is no rule that does badly
        verdict = Verdict.FINE
    return RuleRow(
        rule.code,
        rule_title(rule),
        "" if rule.shipped else "own",
        None if rule.shipped else own.get(rule.code),
        severity_name(rule.severity),
        record,
        interval(record.precision) if targets else "–",
        percent(rule.target),
        verdict,
        verdict_name(verdict),
    )


def _groups(rows: tuple[RuleRow, ...]) -> list[tuple[str, tuple[RuleRow, ...], bool]]:
    """The rules by what they do; the many demands of the law are folded up."""
    order = (Severity.HOLD, Severity.SCORE, Severity.NOTIFY, Severity.REJECT)
    return [
        (
            severity_name(severity),
            tuple(row for row in rows if row.severity == severity_name(severity)),
            severity is Severity.REJECT,
        )
        for severity in order
    ]


def _under_way(request: HttpRequest, since: datetime, now: datetime) -> tuple[UnderWay, ...]:
    found = StoredRule.objects.visible_to(request.user.actor).filter(
        stage__in=[stage.value for stage in UNDER_WAY]
    )
    shadows = shadow_records(since, until=now)
    rows = []
    for one in found.order_by("code"):
        record = shadows.get(f"{one.code}{SHADOWED}{one.number}")
        quiet = one.shadow_from is not None
        rows.append(
            UnderWay(
                one.pk, one.code, one.number, title_of(one), stage_name(one.stage), next_hand(one),
                (record or Record()).fired if quiet else None,
                interval(record.precision) if record else "–", one.enters_on,
            )
        )  # fmt: skip
    return tuple(rows)
