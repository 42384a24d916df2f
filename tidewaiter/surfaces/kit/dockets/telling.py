"""What the page of a docket says: small frozen facts in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import (
    Claim,
    Docket,
    Evidence,
    Happening,
    Letter,
    Party,
    Statement,
    Timer,
)
from tidewaiter.base.docket.states import Ticking
from tidewaiter.base.docket.words import (
    RELATIONS,
    SECRECY,
    VIA,
    in_words,
    said_openly,
    side_name,
    told,
)
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Person
from tidewaiter.base.kernel.arithmetic import effect
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.law.loader import load
from tidewaiter.surfaces.kit.dockets.names import automated_name, restriction_name, source_name
from tidewaiter.surfaces.kit.parts import Event, Fact
from tidewaiter.surfaces.kit.templatetags.kit import day, moment
from tidewaiter.surfaces.kit.words import cited, language, pack_title

Names = Mapping[str, str]


@dataclass(frozen=True)
class ClockTold:
    """A clock: what it asks of whom, until when, how that was reckoned, what silence means."""

    id: int
    title: str
    against: str
    state: str
    standing: str
    due: date | None
    left: str
    late: bool
    arithmetic: str
    effect: str
    stops: tuple[tuple[str, str], ...] = ()
    extends: bool = False


@dataclass(frozen=True)
class PaperTold:
    """A paper of the docket."""

    id: int
    name: str
    about: str
    kind: str
    size: int
    sha256: str
    received: datetime
    by: str
    secrecy: str
    scanned: bool
    stripped: tuple[str, ...]


@dataclass(frozen=True)
class LetterTold:
    """A letter, with its receipt."""

    id: int
    subject: str
    who: str
    outgoing: bool
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class PartyTold:
    """A party, and for whom it acts."""

    id: int
    name: str
    role: str
    organisation: str
    contact: str
    acts_for: str
    proof: str
    left: bool


def names_of(ids: Iterable[str], *, by: Actor) -> Names:
    """The names of officers by their numbers, as far as the reader may know them."""
    numbers = {one for one in ids if one.isdigit()}
    people = Person.objects.visible_to(by).filter(pk__in=numbers)
    return {str(person.pk): person.name for person in people}


def title_of(docket: Docket, kind: Kind) -> str:
    """What a docket is called."""
    return docket.title or kind.title.in_language(language())


def in_short(docket: Docket, kind: Kind) -> list[Fact]:
    """What everybody who may see a docket is told of it."""
    spoken = language()
    via = VIA.get(docket.received_via)
    return [
        Fact(_("Kind of proceeding"), kind.title.in_language(spoken)),
        Fact(_("State"), kind.state_name(docket.state).in_language(spoken),
             _("since %(moment)s") % {"moment": moment(docket.state_since)}),
        Fact(_("Received"), moment(docket.opened_at), via.in_language(spoken) if via else ""),
        Fact(_("Law"), pack_title(docket.pack),
             _("version %(version)s") % {"version": docket.pack_version[:12]}),
    ]  # fmt: skip


def summary(docket: Docket, kind: Kind) -> tuple[Fact, ...]:
    """The docket in short, for the office."""
    spoken = language()
    facts = [
        *in_short(docket, kind),
        Fact(_("Works on it"), docket.officer.name if docket.officer else _("nobody"),
             unit_of(docket)),
        Fact(_("Who may read it"), SECRECY[docket.secrecy].in_language(spoken),
             f"TLP:{docket.tlp.upper()}"),
    ]  # fmt: skip
    if docket.level:
        facts.append(Fact(_("Escalated"), _("to level %(level)s") % {"level": docket.level}))
    if docket.published_at:
        until = docket.unpublished_at
        note = _("until %(moment)s") % {"moment": moment(until)} if until else ""
        facts.append(Fact(_("Published"), moment(docket.published_at), note))
    for one in docket.subjects.all():
        facts.append(Fact(_("About"), one.label or one.key, one.key if one.label else ""))
    facts += [Fact(_("Asked for"), _claim(one)) for one in docket.claims.all()]
    if docket.closed_at:
        facts.append(Fact(_("Closed"), moment(docket.closed_at)))
    return tuple(facts)


def unit_of(docket: Docket) -> str:
    """The unit in which a docket lies, in the reader's language."""
    if docket.unit is None:
        return ""
    return docket.unit.title_zh if language().startswith("zh") else docket.unit.title_en


def _claim(claim: Claim) -> str:
    amount = f" {claim.currency} {claim.amount:,.2f}" if claim.amount is not None else ""
    return f"{claim.code.replace('-', ' ')}{amount}"


def clocks_told(
    docket: Docket, kind: Kind, *, at: datetime, stoppable: Mapping[int, tuple[str, ...]]
) -> tuple[ClockTold, ...]:
    """The clocks of a docket, those by which something is to be done first.

    `stoppable` are the reasons for which each may be stopped now, by its number.
    """
    open_ = {Ticking.OVERDUE: 0, Ticking.RUNNING: 1, Ticking.STOPPED: 2}
    timers = sorted(
        docket.timers.all(), key=lambda one: (open_.get(Ticking(one.state), 3), one.due_at or at)
    )
    return tuple(_clock(one, kind, at, stoppable.get(one.pk, ())) for one in timers)


def _clock(timer: Timer, kind: Kind, at: datetime, stops: tuple[str, ...]) -> ClockTold:
    chinese = language().startswith("zh")
    return ClockTold(
        id=timer.pk,
        title=timer.title_zh if chinese else timer.title_en,
        against=side_name(timer.against, kind).in_language(language()),
        state=timer.state,
        standing=clock_standing(timer.state),
        due=timer.due_on,
        left=left_words(timer, on=day_of(at)),
        late=timer.state == Ticking.OVERDUE,
        arithmetic=timer.reckoned_zh if chinese else timer.reckoned_en,
        effect=effect(timer.expiry).in_language(language()),
        stops=tuple((one, in_words("reason", one, kind, language())) for one in stops),
    )


def clock_standing(state: str) -> str:
    """How a clock stands, in words."""
    return {
        Ticking.RUNNING: _("Running"),
        Ticking.STOPPED: _("Stands still"),
        Ticking.MET: _("Done"),
        Ticking.OVERDUE: _("Overdue"),
        Ticking.EXPIRED: _("Time has run"),
        Ticking.CANCELLED: _("Ended"),
    }[Ticking(state)]


def left_words(timer: Timer, *, on: date) -> str:
    """How much time is left of a clock by which something is to be done."""
    left = timer.left(on=on)
    if left is None or not timer.open:
        return ""
    return days_left(left)


def days_left(left: int) -> str:
    """A number of days, in words."""
    if left < 0:
        late = ngettext("%(n)s day late", "%(n)s days late", -left)
        return late % {"n": -left}
    if left == 0:
        return _("today")
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


def timeline(
    happenings: Iterable[Happening], kind: Kind, names: Names, *, openly: bool = False
) -> tuple[Event, ...]:
    """What happened, the last first, in words; `openly` without what stays inside the office."""
    spoken = language()
    return tuple(
        Event(
            one.at,
            told(one.event, _dated(one.values), kind, spoken),
            _author(one, names),
            "; ".join(_said(one, kind, spoken, openly)),
        )
        for one in happenings
    )


def _dated(values: Mapping[str, object]) -> Mapping[str, object]:
    """The values of an event, with its day as the reader writes days."""
    due = str(values.get("due", ""))
    return {**values, "due": day(date.fromisoformat(due))} if due else values


def _author(one: Happening, names: Names) -> str:
    if one.by_kind == "system":
        return _("the system")
    return names.get(one.by_id, one.by_label)


def _said(one: Happening, kind: Kind, spoken: str, openly: bool) -> Iterable[str]:
    """What somebody said with a move, each under the label of its field."""
    move = str(one.values.get("move", ""))
    step = kind.steps.get(move)
    fields = {field.name: field for field in step.fields} if step else {}
    said = said_openly(one.said, move, kind) if openly else one.said
    for name, value in said.items():
        field = fields.get(name)
        shown = value
        if field and isinstance(value, str) and value in field.choices:
            shown = field.choices[value].in_language(spoken)
        if field and isinstance(value, list):
            shown = ", ".join(str(each) for each in value)
        yield f"{field.label.in_language(spoken)}: {shown}" if field else str(shown)


def papers_told(papers: Iterable[Evidence], names: Names) -> tuple[PaperTold, ...]:
    """The papers of a docket."""
    spoken = language()
    return tuple(
        PaperTold(
            one.pk, one.name, one.about, one.media_type, one.original.size, one.original_id,
            one.received_at, names.get(one.by_id, one.by_label),
            SECRECY[one.secrecy].in_language(spoken), one.scan == "clean", tuple(one.stripped),
        )
        for one in papers
    )  # fmt: skip


def letters_told(letters: Iterable[Letter]) -> tuple[LetterTold, ...]:
    """The letters of a docket, the last first."""
    return tuple(
        LetterTold(one.pk, one.subject, one.party.name, one.outgoing, one.at, one.read_at)
        for one in letters
    )


def parties_told(parties: Iterable[Party], kind: Kind) -> tuple[PartyTold, ...]:
    """The parties of a docket."""
    return tuple(
        PartyTold(
            one.pk,
            one.name,
            side_name(one.role, kind).in_language(language()),
            one.organisation.code if one.organisation else "",
            one.contact,
            one.acts_for.name if one.acts_for else "",
            one.authority.name if one.authority else "",
            one.left_at is not None,
        )
        for one in parties
    )


def relations_told(docket: Docket, *, by: Actor) -> tuple[tuple[str, str, int], ...]:
    """Other dockets that the reader may see: what they are to this one, reference, number."""
    seen = Docket.objects.visible_to(by)
    spoken = language()
    own = docket.relations.filter(other__in=seen).select_related("other")
    of_others = docket.related_from.filter(docket__in=seen).select_related("docket")
    return (
        *(
            (RELATIONS[one.relation].in_language(spoken), one.other.reference, one.other_id)
            for one in own
        ),
        *(
            (_("another is to this: %(relation)s")
             % {"relation": RELATIONS[one.relation].in_language(spoken)},
             one.docket.reference, one.docket_id)
            for one in of_others
        ),
    )  # fmt: skip


def refusal_words(refusals: Iterable[Refusal]) -> tuple[str, ...]:
    """What stands in the way, each with what can be done about it."""
    told_ = (one.render(language()) for one in refusals)
    return tuple(f"{one['sentence']} {one['cure']}" for one in told_)


def statement_facts(statement: Statement, kind: Kind) -> tuple[Fact, ...]:
    """A statement of reasons, part by part."""
    spoken = language()
    facts = [
        Fact(_("Decision"), kind.steps[statement.verb].label.in_language(spoken)),
        Fact(_("What it restricts"), ", ".join(restriction_name(one) for one in
                                               statement.restrictions)),
        Fact(_("Legal basis"), basis_words(statement), _("version %(version)s")
             % {"version": statement.law_version[:12]} if statement.law_version else ""),
        Fact(_("How the law applies"), statement.explanation),
        Fact(_("What the party said"), statement.position),
        Fact(_("What the office answers"), statement.answer),
        Fact(_("Aim of the measure"), statement.aim),
        Fact(_("Milder measures considered"), statement.milder),
        Fact(_("Why they would not do"), statement.insufficient),
        Fact(_("What led to it"), source_name(statement.source)),
        Fact(_("Automated"), automated_name(statement.automated_decision)),
    ]  # fmt: skip
    if statement.applies_on:
        until = statement.ends_on
        facts.append(
            Fact(_("Applies from"), day(statement.applies_on),
                 _("until %(moment)s") % {"moment": day(until)} if until else "")
        )  # fmt: skip
    chinese = spoken.startswith("zh")
    note = statement.appeal_reckoned_zh if chinese else statement.appeal_reckoned_en
    until_ = day(statement.appeal_until) if statement.appeal_until else _("from the day of issue")
    facts += [
        Fact(_("Appeal to"), statement.appeal_body, statement.appeal_form),
        Fact(_("Appeal until the end of"), until_, note),
        Fact(_("An appeal suspends it"), _("yes") if statement.appeal_suspends else _("no")),
    ]
    return tuple(facts)


def basis_words(statement: Statement) -> str:
    """The text of the law on which a statement rests, as the pack of its docket calls it."""
    when = statement.issued_at or statement.written_at
    law = load(statement.docket.pack).on(day_of(when))
    told = cited(law, statement.basis, statement.article)
    return ", ".join(" ".join(filter(None, (one.title, one.article))) for one in told)
