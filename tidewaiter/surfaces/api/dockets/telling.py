"""Dockets as machines are told of them: codes and dates, words in both languages."""

from collections.abc import Iterable
from datetime import datetime

from tidewaiter.base.docket.kinds import Field, Kind
from tidewaiter.base.docket.models import Docket, Evidence, Happening, Letter, Statement, Timer
from tidewaiter.base.docket.queries.offers import Offer, offers
from tidewaiter.base.docket.states import OPEN, Standing
from tidewaiter.base.docket.words import said_openly, told
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.arithmetic import effect
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.dockets import kind_of
from tidewaiter.surfaces.api.dockets import description as said
from tidewaiter.surfaces.kit.dockets.party import own_parties

SHOWN = 200
"""So many of the last events are told."""


def short(docket: Docket) -> said.DocketShort:
    """A docket in a list."""
    return said.DocketShort(**_short(docket))


def whole(docket: Docket, *, by: Actor, at: datetime, language: str) -> said.DocketFile:
    """The file, as far as the reader may see it."""
    kind = kind_of(docket)
    events = Happening.objects.visible_to(by).filter(docket=docket).order_by("-id")[:SHOWN]
    own = {one.pk for one in own_parties(docket, by=by)}
    return said.DocketFile(
        **_short(docket),
        clocks=[_clock(one) for one in docket.timers.all()],
        parties=[
            said.DocketParty(one.role, one.name, one.pk in own, one.left_at is not None)
            for one in docket.parties.all()
        ],
        moves=[_move(one, language) for one in offers(docket, kind, by=by, at=at)],
        decisions=list(_decisions(docket, by=by)),
        history=[_event(one, kind, by) for one in events],
    )


def paper(one: Evidence, *, by: Actor) -> said.DocketPaper:
    """A paper without its bytes."""
    return said.DocketPaper(
        one.pk, one.name, one.about, one.asked, one.media_type, one.original.size,
        one.original_id, one.received_at.isoformat(),
        bool(one.organisation_code) and one.organisation_code == by.organisation_code,
        one.secrecy, one.scan == "clean",
    )  # fmt: skip


def letter(one: Letter, *, by: Actor, body: bool = False) -> said.DocketLetter:
    """A letter, with its text where it was opened."""
    seen = Evidence.objects.visible_to(by).filter(docket=one.docket_id).values("pk")
    return said.DocketLetter(
        one.pk, one.subject, one.outgoing, one.at.isoformat(),
        one.read_at.isoformat() if one.read_at else None, one.party.role, one.answers_id,
        list(one.enclosed.filter(pk__in=seen).values_list("pk", flat=True)),
        one.body if body else None,
    )  # fmt: skip


def _short(docket: Docket) -> dict[str, object]:
    kind = kind_of(docket)
    running = docket.timers.filter(state__in=OPEN, due_on__isnull=False)
    due = running.order_by("due_at").values_list("due_on", flat=True).first()
    return {
        "reference": docket.reference,
        "kind": docket.kind,
        "title": docket.title or kind.title.en,
        "state": docket.state,
        "state_name": words(kind.state_name(docket.state)),
        "since": docket.state_since.isoformat(),
        "opened_at": docket.opened_at.isoformat(),
        "closed": docket.closed_at is not None,
        "due_on": due.isoformat() if due else None,
    }


def words(text: Text) -> said.Words:
    """A text in both languages."""
    return {"en": text.en, "zh": text.zh}


def _clock(timer: Timer) -> said.DocketClock:
    return said.DocketClock(
        {"en": timer.title_en, "zh": timer.title_zh},
        timer.against,
        timer.state,
        timer.due_on.isoformat() if timer.due_on else None,
        {"en": timer.reckoned_en, "zh": timer.reckoned_zh},
        words(effect(timer.expiry)),
        f"{timer.pack}/{timer.timer}@{timer.law_version[:12]}",
    )


def _move(offer: Offer, language: str) -> said.DocketMove:
    return said.DocketMove(
        offer.verb,
        words(offer.step.label),
        [asked_field(one) for one in offer.step.fields],
        [one.sentence(language) for one in offer.missing],
    )


def asked_field(field: Field) -> said.DocketField:
    """A question as a machine is told of it."""
    return said.DocketField(
        field.name, words(field.label), field.entry.value, field.required, field.shortest,
        field.longest, {code: words(text) for code, text in field.choices.items()},
    )  # fmt: skip


def _decisions(docket: Docket, *, by: Actor) -> Iterable[said.DocketDecision]:
    issued = docket.statements.filter(standing__in=[Standing.ISSUED, Standing.WITHDRAWN])
    seen = set(Evidence.objects.visible_to(by).filter(docket=docket).values_list("pk", flat=True))
    for one in issued.prefetch_related("facts__evidence").order_by("-id"):
        yield _decision(one, seen)


def _decision(one: Statement, seen: set[int]) -> said.DocketDecision:
    facts = [
        said.DocketFact(fact.text, [paper.pk for paper in fact.evidence.all() if paper.pk in seen])
        for fact in one.facts.all()
    ]
    plain = (
        "standing", "restrictions", "basis", "article", "law_version", "explanation", "position",
        "answer", "aim", "milder", "insufficient", "automated_decision", "appeal_body",
        "appeal_form", "appeal_suspends", "signature",
    )  # fmt: skip
    days = ("applies_on", "ends_on", "appeal_until")
    return said.DocketDecision(
        reference=one.reference,
        move=one.verb,
        issued_at=one.issued_at.isoformat() if one.issued_at else "",
        facts=facts,
        appeal_reckoned={"en": one.appeal_reckoned_en, "zh": one.appeal_reckoned_zh},
        **{name: getattr(one, name) for name in plain},
        **{name: day.isoformat() if (day := getattr(one, name)) else None for name in days},
    )


def _event(one: Happening, kind: Kind, by: Actor) -> said.DocketEvent:
    move = str(one.values.get("move", ""))
    open_ = one.said if by.may(Permission.DOCKET_SEE) else said_openly(one.said, move, kind)
    return said.DocketEvent(
        one.at.isoformat(),
        one.event,
        {spoken: told(one.event, one.values, kind, spoken) for spoken in ("en", "zh")},
        _by(one, by),
        dict(open_),
    )


def _by(one: Happening, by: Actor) -> str:
    """Who did it, without a name: one's own side, another party, the office or the system."""
    if one.by_kind == "system":
        return "system"
    code = one.by_label.partition(":")[0]
    if code == by.organisation_code or (one.by_kind == by.kind and one.by_id == by.id):
        return "own"
    parties = one.docket.parties.filter(organisation__code=code)
    return "party" if parties.exists() else "office"
