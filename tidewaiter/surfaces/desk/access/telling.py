"""An application as a reviewer reads it: what is said, what shows it, what was checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.models import Evidence
from tidewaiter.law.loader import Law
from tidewaiter.registry.models import Application, Check, Item, Likeness
from tidewaiter.registry.rules.dossier import Dossier
from tidewaiter.registry.rules.owners import Holding, controllers
from tidewaiter.registry.rules.reasons import ITEM_REASONS, TRAITS
from tidewaiter.surfaces.kit.dockets.files import INLINE
from tidewaiter.surfaces.kit.registered import registration_name
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class Shown:
    """A paper beside an item: a picture is looked at on the page, the rest opened as a file."""

    name: str
    url: str
    picture: bool
    valid_until: date | None


@dataclass(frozen=True)
class Row:
    """An item: what the applicant says or shows, and how it stands."""

    id: int
    title: str
    law: str
    lines: tuple[str, ...]
    paper: Shown | None
    standing: str
    state: str
    lane: str
    reason: str
    choice: object = None
    note: object = None


@dataclass(frozen=True)
class CheckTold:
    """A line of the check log."""

    title: str
    about: str
    source: str
    result: str
    lane: str
    text: str


@dataclass(frozen=True)
class LikenessTold:
    """A firm that may not trade and that the applicant may be."""

    id: int
    name: str
    code: str
    standing: str
    traits: str
    weight: float | None
    finding: str
    grounds: str
    choice: object = None
    said: object = None


def said_lines(said: Dossier, *, code: str, on: date) -> Mapping[str, tuple[str, ...]]:
    """What the applicant says, by the key of each item."""
    house = clocks.load(clocks.HOUSE).on(on)
    contacts: dict[str, tuple[str, ...]] = {}
    for one in said.contacts:
        contacts[one.purpose] = (*contacts.get(one.purpose, ()), one.value)
    agent = said.representative
    return {
        "name": (said.name, *((_("a person who trades"),) if said.natural else ())),
        "code": (code,),
        "identifiers": tuple(f"{one.scheme.upper()} {one.value}" for one in said.identifiers),
        "address": (
            f"{said.city} {said.address} ({said.country})",
            *(f"{one.sort}: {one.city} {one.address} ({one.country})" for one in said.sites),
        ),
        "phone": (said.phone,),
        "email": (said.email,),
        "owners": tuple(_owners(said, house)),
        "account": tuple(
            _("%(match)s · %(bank)s (%(country)s)")
            % {"match": match_name(one.match), "bank": one.bank or "–", "country": one.country}
            for one in said.accounts
        ),
        "representative": (f"{agent.name} ({agent.code})",) if agent else (),
        "certified": (
            _("affirmed") if said.certified else _("not affirmed"),
            *((_("Earlier shops: %(shops)s") % {"shops": said.earlier_shops},)
              if said.earlier_shops else ()),
        ),
        **contacts,
    }  # fmt: skip


def _owners(said: Dossier, house: Law) -> Iterator[str]:
    held = [Holding(one.name, one.person, one.share, one.control, one.of) for one in said.owners]
    most = controllers(held, least=house.amount("access.owner.share"))
    for one in said.owners:
        share = f"{one.share.normalize():f} %" if one.share is not None else one.control
        of = f" → {one.of}" if one.of else ""
        born = f", {one.born.isoformat()}" if one.born else ""
        mark = f" · {_('controls')} {most[one.name].normalize():f} %" if one.name in most else ""
        yield f"{one.name}{born}: {share}{of}{mark}"
    if said.why_no_owner:
        yield said.why_no_owner.replace("-", " ")


def match_name(match: str) -> str:
    """Whose account it is, in words."""
    return {
        "same": _("The holder is the applicant"),
        "similar": _("The holder is called almost like the applicant"),
        "different": _("The holder is somebody else"),
    }.get(match, _("It is not known who holds it"))


def items_told(
    application: Application, said: Mapping[str, tuple[str, ...]], law: Law
) -> tuple[Row, ...]:
    """All items, papers after statements."""
    spoken = language()
    chinese = spoken.startswith("zh")
    items = application.items.select_related("paper").order_by("obligation", "id")
    statements = [one for one in items if not one.obligation]
    papers = [one for one in items if one.obligation]
    return tuple(
        Row(
            id=one.pk,
            title=one.title_zh if chinese else one.title_en,
            law=_law(law, one, spoken),
            lines=tuple(filter(None, said.get(one.key, ()))),
            paper=_paper(application, one),
            standing=one.standing,
            state=item_state(one.standing),
            lane=_LANES[one.standing],
            reason=_reason(one, spoken),
        )
        for one in (*sorted(statements, key=lambda one: one.pk), *papers)
    )


_LANES = {"missing": "cancelled", "given": "waiting", "revise": "hold", "accepted": "release"}


def item_state(standing: str) -> str:
    """How an item stands, in words."""
    return {
        "missing": _("Missing"),
        "given": _("Not judged yet"),
        "revise": _("To be revised"),
        "accepted": _("Accepted"),
    }[standing]


def _reason(item: Item, spoken: str) -> str:
    if not item.reason:
        return ""
    known = ITEM_REASONS[item.reason].in_language(spoken)
    return f"{known}{' · ' if item.note else ''}{item.note}"


def _law(law: Law, item: Item, spoken: str) -> str:
    duty = law.obligations.get(item.obligation)
    if duty is None:
        return ""
    article = (
        _(", article %(number)s") % {"number": duty.reference.article}
        if (duty.reference.article)
        else ""
    )
    return f"{duty.title[spoken]} · {duty.reference.instrument}{article}"


def _paper(application: Application, item: Item) -> Shown | None:
    paper: Evidence | None = item.paper
    if paper is None:
        return None
    url = reverse("desk:docket-paper-read", args=[application.docket_id, paper.pk])
    return Shown(paper.name, url, paper.media_type in INLINE, item.valid_until)


def checks_told(application: Application) -> tuple[CheckTold, ...]:
    """The last run of the check log."""
    last = application.checks.order_by("-run").first()
    if last is None:
        return ()
    return tuple(_check(one) for one in application.checks.filter(run=last.run))


_RESULT_LANES = {"passed": "release", "failed": "rejected", "unknown": "hold"}


def _check(one: Check) -> CheckTold:
    return CheckTold(
        {
            "check-digit": _("Check digit"),
            "register": _("Register"),
            "lists": _("Lists"),
            "account": _("Account"),
            "duplicate": _("Registered twice"),
            "likeness": _("Like a firm that may not trade"),
        }.get(one.name, one.name),
        one.about,
        "" if one.source in {"–", "tidewaiter"} else one.source,
        {"passed": _("Passed"), "failed": _("Look at it"), "unknown": _("Unknown")}[one.result],
        _RESULT_LANES[one.result],
        _check_text(one),
    )


def _check_text(one: Check) -> str:
    return {
        "registry.check.no-register": _("No register is connected for this kind of number."),
        "registry.check.silent": _("The register did not answer. That is no reason to refuse."),
        "registry.check.not-there": _("The register does not know the number."),
        "registry.check.ended": _("The entry in the register has ended."),
        "registry.check.other-name": _("There it bears the name %(there)s."),
        "registry.check.no-list": _("No list is loaded."),
        "registry.check.on-a-list": _("%(listed)s (%(entry)s), likeness %(likeness)s."),
        "registry.check.duplicate": _("The same number is registered for %(firms)s."),
        "registry.check.likeness": _("See below: %(firms)s."),
        "registry.check.holder-same": match_name("same"),
        "registry.check.holder-similar": match_name("similar"),
        "registry.check.holder-different": match_name("different"),
        "registry.check.holder-unknown": match_name("unknown"),
    }.get(one.code, "") % dict(one.values)


def likenesses_told(application: Application) -> tuple[LikenessTold, ...]:
    """The firms that the applicant may be, those not looked at first."""
    spoken = language()
    found = application.likenesses.select_related("other").order_by("id")
    return tuple(_likeness(one, spoken) for one in found)


def _likeness(one: Likeness, spoken: str) -> LikenessTold:
    return LikenessTold(
        one.pk,
        one.other.name,
        one.other.code,
        registration_name(one.other.standing),
        _(", ").join(TRAITS[each].in_language(spoken) for each in one.traits),
        one.weight,
        one.finding,
        one.grounds,
    )
