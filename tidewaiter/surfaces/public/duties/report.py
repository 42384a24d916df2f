"""The report: what somebody must do, by when it is due, dated, signed, fit for printing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.base.privacy.signing import signature
from tidewaiter.law.answers.duties import Duty
from tidewaiter.law.register.assessment import PHASES, Assessment, as_plain, assess, canonical
from tidewaiter.law.register.kinds import BY_NAME
from tidewaiter.law.register.words import WHO, length
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.duties.codes import code_of
from tidewaiter.surfaces.public.duties.walk import Visit, visit
from tidewaiter.surfaces.public.law import questions
from tidewaiter.surfaces.public.law.questions import Answered
from tidewaiter.surfaces.public.law.reckoning import Example, example
from tidewaiter.surfaces.public.law.rows import Part, measured, penalty_range
from tidewaiter.surfaces.public.law.sources import Source, source
from tidewaiter.surfaces.public.law.where import Where, title


@dataclass(frozen=True)
class DutyTold:
    """A duty as the report shows it."""

    title: str
    url: str
    text: str
    why: str
    evidence: tuple[str, ...]
    deadline: str
    reckoning: Example | None
    value: Part | None
    responsible: tuple[Part, ...]
    conflict: str
    violation: Part | None
    penalties: tuple[str, ...]
    source: Source | None
    verified: bool
    note: str
    since: date


@dataclass(frozen=True)
class PhaseTold:
    """Duties that are due at the same stage."""

    key: str
    title: str
    duties: tuple[DutyTold, ...]


@require_GET
@open_to_all
def report(request: HttpRequest) -> HttpResponse:
    """Draw the report for the answers in the address."""
    seen = visit(request)
    if seen.walk is None or seen.walk.next is not None:
        return _back(request)
    at, lang = seen.at, language()
    found = _assessed(seen)
    made = timezone.localdate()
    code = code_of(as_plain(found, made=made.isoformat()))
    verify_url = request.build_absolute_uri(reverse("public:duties-verify"))
    context = {
        "at": at,
        "who": WHO[seen.who][lang],
        "model": _model(at, found),
        "others": tuple(
            Part(each.model.title[lang], at.entry_url(BY_NAME["business model"], each.model.id))
            for each in found.trade.others
        ),
        "why": found.trade.why[lang],
        "answers": _answers(seen),
        "phases": tuple(_phases(at, found)),
        "count": found.count,
        "perhaps": tuple(
            Part(title(each), at.entry_url(BY_NAME["obligation"], each.id))
            for each in found.perhaps
        ),
        "unsure": tuple(each.title[lang] for each in seen.walk.unsure),
        "made": made,
        "version": at.pack.version,
        "code": code,
        "verify_url": verify_url,
        "code_url": questions.address(reverse("public:duties-verify"), [("code", code)]),
        "data_url": questions.address(reverse("public:duties-data"), seen.pairs),
        "check_url": questions.address(reverse("public:duties-check"), seen.pairs),
        "unverified": sum(
            not duty.obligation.verified for duties in found.duties.values() for duty in duties
        ),
    }
    return render(request, "public/duties/report.html", context)


@require_GET
@open_to_all
def data(request: HttpRequest) -> HttpResponse:
    """Give the report as a JSON file with its signature."""
    seen = visit(request)
    if seen.walk is None or seen.walk.next is not None:
        return _back(request)
    plain = as_plain(_assessed(seen), made=timezone.localdate().isoformat())
    told = {"report": plain, "signature": signature(canonical(plain))}
    answer = HttpResponse(
        json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json"
    )
    name = f"duties-{seen.at.pack.name}-{seen.at.day}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _assessed(seen: Visit) -> Assessment:
    assert seen.walk is not None
    return assess(seen.at.law, seen.who, seen.walk.facts)


def _back(request: HttpRequest) -> HttpResponse:
    """To the question that is still open."""
    pairs = questions.kept(questions.answers(request))
    return redirect(questions.address(reverse("public:duties"), pairs))


def _answers(seen: Visit) -> tuple[Answered, ...]:
    assert seen.walk is not None
    return questions.answered(seen.walk, reverse("public:duties"), seen.before)


def _model(at: Where, found: Assessment) -> Part | None:
    if found.trade.trade is None:
        return None
    model = found.trade.trade.model
    return Part(model.title[language()], at.entry_url(BY_NAME["business model"], model.id))


def _phases(at: Where, found: Assessment) -> Iterator[PhaseTold]:
    lang = language()
    for phase, duties in found.duties.items():
        ordered = sorted(duties, key=lambda duty: _deadline(duty, "en"))
        if ordered:
            told = tuple(_told(at, duty) for duty in ordered)
            yield PhaseTold(phase.value, PHASES[phase][lang], told)


def _told(at: Where, duty: Duty) -> DutyTold:
    lang, told, law = language(), duty.obligation, at.law
    watching = duty.responsible
    institution, violation = BY_NAME["institution"], BY_NAME["violation"]
    leads = () if watching is None else watching.claimants or (watching.lead,)
    value = law.values.get(told.value)
    return DutyTold(
        title=told.title[lang],
        url=at.entry_url(BY_NAME["obligation"], told.id),
        text=told.text[lang] if told.text else "",
        why=duty.why[lang],
        evidence=tuple(each[lang] for each in told.evidence),
        deadline=_deadline(duty, lang),
        reckoning=example(at, duty.timer) if duty.timer else None,
        value=value
        and Part(
            f"{value.title[lang]}{_(': ')}{measured(value)}",
            at.entry_url(BY_NAME["value"], value.id),
        ),
        responsible=tuple(
            Part(each.title[lang], at.entry_url(institution, each.id)) for each in leads if each
        ),
        conflict=watching.reason[lang] if watching and watching.conflict else "",
        violation=duty.violation
        and Part(title(duty.violation), at.entry_url(violation, duty.violation.id)),
        penalties=tuple(
            f"{each.title[lang]} ({penalty_range(each)})" if penalty_range(each) else title(each)
            for each in duty.penalties
        ),
        source=source(at, told.reference),
        verified=told.verified,
        note=told.note,
        since=told.since,
    )


def _deadline(duty: Duty, lang: str) -> str:
    """By when, in words: the length of the clock, or what the law says."""
    told, timer = duty.obligation, duty.timer
    if told.deadline is not None:
        return told.deadline[lang]
    if timer is None:
        return _("At all times")
    if timer.duration is None:
        return timer.title[lang]
    return f"{length(timer.duration.count, timer.duration.unit)[lang]}{_(': ')}{timer.title[lang]}"
