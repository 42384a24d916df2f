"""What happens to an application under review: checks, items, likenesses, and the party's moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.registry.commands.applying import locked_application
from tidewaiter.registry.models import Application, Check, Likeness, Operator
from tidewaiter.registry.rules.access import complete, reason_given, something_named


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of one check: passed, failed or unknown."""

    name: str
    source: str
    result: str
    about: str = ""
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alike:
    """A firm that may not trade and that the applicant may be."""

    other: Operator
    traits: tuple[str, ...]
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says of an item: accepted, or to be revised for a reason of the list."""

    key: str
    standing: str
    reason: str = ""
    note: str = ""


@transaction.atomic
def note_checks(
    application: Application,
    answers: Sequence[Checked],
    alike: Sequence[Alike],
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Add a run to the check log, and the likenesses that it found; the number of the run."""
    by.must(Permission.DOCKET_WORK)
    found = locked_application(application)
    last = found.checks.order_by("-run").first()
    run = last.run + 1 if last else 1
    Check.objects.bulk_create(
        Check(
            application=found,
            run=run,
            name=one.name,
            about=one.about[:100],
            source=one.source[:100],
            result=one.result,
            code=one.code,
            values=dict(one.values),
            at=at,
        )
        for one in answers
    )
    for one in alike:
        Likeness.objects.get_or_create(
            application=found,
            other=one.other,
            defaults={"traits": list(one.traits), "weight": one.weight},
        )
    counts = {
        result: sum(one.result == result for one in answers)
        for result in ("passed", "failed", "unknown")
    }
    record(
        verb="application.checked", thing=found, by=by, at=at, docket=found.docket_id, run=run,
        alike=[one.other.code for one in alike], **counts,
    )  # fmt: skip
    return run


@transaction.atomic
def judge_items(
    application: Application, verdicts: Sequence[Verdict], *, by: Actor, at: datetime
) -> Application:
    """Accept items, or say which are to be revised and why."""
    by.must(Permission.DOCKET_WORK)
    found = locked_application(application)
    items = {item.key: item for item in found.items.all()}
    for one in verdicts:
        item = items.get(one.key)
        if item is None:
            raise _no_item(one.key)
        reason_given(one.standing, one.reason)
        revise = one.standing == "revise"
        item.standing = one.standing
        item.reason, item.note = (one.reason, one.note[:500]) if revise else ("", "")
        item.save(update_fields=["standing", "reason", "note"])
    record(
        verb="application.judged", thing=found, by=by, at=at, docket=found.docket_id,
        revise=sorted(one.key for one in verdicts if one.standing == "revise"),
        accepted=sum(one.standing == "accepted" for one in verdicts),
    )  # fmt: skip
    return found


@transaction.atomic
def say_likeness(
    likeness: Likeness, finding: str, *, grounds: str, by: Actor, at: datetime
) -> Likeness:
    """Say whether the applicant is a firm that may not trade; only a person says so."""
    by.must(Permission.DOCKET_WORK)
    locked_application(likeness.application)
    found = Likeness.objects.select_for_update().get(pk=likeness.pk)
    if finding not in {"same", "different"} or len(grounds) < 10:
        raise _no_finding()
    found.finding, found.grounds = finding, grounds[:500]
    found.found_by, found.found_at = by.id, at
    found.save(update_fields=["finding", "grounds", "found_by", "found_at"])
    record(
        verb="application.likeness", thing=found.application, by=by, at=at,
        other=found.other.code, finding=finding,
    )  # fmt: skip
    return found


def send_in(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """An application is sent in: everything must be there."""
    found = _of(docket)
    missing = found.items.filter(standing="missing").values_list("title_en", "title_zh")
    complete(list(missing))
    found.submitted_at = at
    found.save(update_fields=["submitted_at"])
    record(verb="application.submitted", thing=found, by=by, at=at, docket=docket.pk)


def ask_for_revision(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A revision is asked for: at least one item is named."""
    found = _of(docket)
    named = list(found.items.filter(standing="revise").values_list("key", flat=True))
    something_named(len(named))
    record(
        verb="application.revision-asked", thing=found, by=by, at=at, docket=docket.pk, items=named
    )


def send_revision(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A revision is sent: every named item was put right."""
    found = _of(docket)
    left = found.items.filter(standing__in=["revise", "missing"])
    complete(list(left.values_list("title_en", "title_zh")))
    record(verb="application.revised", thing=found, by=by, at=at, docket=docket.pk)


def mark_lapsed(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """A firm is to be verified again: what has lapsed is asked for anew, and its truth affirmed."""
    found = _of(docket)
    on = clocks.day_of(at)
    lapsed = found.items.filter(valid_until__lt=on) | found.items.filter(key="certified")
    names = list(lapsed.values_list("key", flat=True))
    for item in found.items.filter(key__in=names):
        item.standing, item.reason, item.note = "revise", "expired", ""
        item.save(update_fields=["standing", "reason", "note"])
    record(
        verb="application.lapsed", thing=found, by=by, at=at, docket=docket.pk, items=sorted(names)
    )


def end_application(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """An application came to nothing; the firm may apply again."""
    found = _of(docket)
    found.running = False
    found.save(update_fields=["running"])
    record(verb="application.ended", thing=found, by=by, at=at, docket=docket.pk)


def _of(docket: Docket) -> Application:
    return Application.objects.select_related("docket", "organisation", "operator").get(
        docket=docket
    )


def _no_item(key: str) -> Refusal:
    return Refusal(
        "registry.no-item",
        Text("There is no item “{key}” in this application.", "此申请没有“{key}”这一事项。"),
        values={"key": key[:100]},
        law="Tidewaiter, rules of access review, 3",
        cure=Text("Load the page again.", "请刷新页面。"),
        kind=Kind.NOT_FOUND,
    )


def _no_finding() -> Refusal:
    return Refusal(
        "registry.no-finding",
        Text(
            "It is not said whether it is the same firm, and why.",
            "未说明是否为同一企业及其理由。",
        ),
        law="Tidewaiter, rules of access review, 3",
        cure=Text(
            "Choose one, and give your grounds in ten characters or more.",
            "请选择并说明理由（不少于十个字符）。",
        ),
    )
