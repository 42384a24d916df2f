"""“Who is my regulator?”: exactly one lead with the reason, or a named conflict and whom to ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.law.answers.facts import because, declare, possible
from tidewaiter.law.answers.responsibility import Conflict, Responsible, responsible
from tidewaiter.law.loader import Law, load
from tidewaiter.law.model.duties import MATTERS, Institution, Matter
from tidewaiter.law.model.words import Title
from tidewaiter.law.register import walk as walking
from tidewaiter.law.register.kinds import BY_NAME
from tidewaiter.law.register.still import for_matter
from tidewaiter.law.register.walk import Question, Walk
from tidewaiter.law.register.words import worded
from tidewaiter.law.sources import packs
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law import questions
from tidewaiter.surfaces.public.law.questions import ASK, Pairs
from tidewaiter.surfaces.public.law.sources import Source, source
from tidewaiter.surfaces.public.law.where import Where, where

PACK, MATTER, DAY = "pack", "matter", "on"
PACK_ASKED = Title("Where does it concern?", "涉及哪里？")
PACK_HELP = Title("The place whose authorities you look for.", "请选择您要查询其主管机关的地区。")
MATTER_ASKED = Title("What is it about?", "涉及什么事项？")
MATTER_HELP = Title(
    "Choose the matter that comes first; you can ask again for another one.",
    "请选择最主要的事项；其他事项可再次查询。",
)


@dataclass(frozen=True)
class Office:
    """An authority as the page shows it."""

    title: str
    short: str
    level: str
    url: str
    address: str


@dataclass(frozen=True)
class Told:
    """Who leads and why, or whom to ask while nobody is named."""

    lead: Office | None
    reason: str
    escalate: tuple[Office, ...]
    supporting: tuple[Office, ...]
    informed: tuple[Office, ...]
    conflict: str
    ask: tuple[Office, ...]
    power: str
    power_url: str
    source: Source | None
    verified: bool


@require_GET
@open_to_all
def regulator(request: HttpRequest) -> HttpResponse:
    """Ask what must be known, then name the one authority that leads."""
    at, base = where(request), reverse("public:regulator")
    matter = request.GET.get(MATTER, "")
    day: Pairs = [(DAY, at.day.isoformat())] if at.fixed else []
    named = PACK in request.GET
    if not named or matter not in _matters(at.law):
        question = _matter_question(at.law) if named else _pack_question()
        pairs: Pairs = [(PACK, at.pack.name), *day] if named else day
        back = questions.address(base, day) if named else reverse("public:home")
        given = () if named else (settings.TIDEWAITER_PACK,)
        return _page(request, at, question, given, 2 if named else 1, pairs, back)
    before: Pairs = [(PACK, at.pack.name), (MATTER, matter), *day]
    given_all = questions.answers(request)
    walk = walking.walk(at.law, given_all, for_matter(at.law, matter))
    pairs = questions.walked(walk, before)
    wanted = questions.again(walk, request.GET.get(ASK, ""))
    if wanted is not None:
        question, given, number = wanted
        return _page(
            request, at, question, given, number + 2, pairs, questions.address(base, pairs)
        )
    if walk.next is not None:
        back = questions.address(base, _without_last(walk, pairs))
        return _page(request, at, walk.next, (), len(walk.steps) + 3, pairs, back)
    found = responsible(at.law, matter, walk.facts)
    context = {
        "at": at,
        "matter": MATTERS[Matter(matter)][language()],
        "told": _told(at, found, walk),
        "answers": questions.answered(walk, base, before),
        "back_url": questions.address(base, _without_last(walk, pairs)),
        "again_url": questions.address(base, [(PACK, at.pack.name), *day]),
        "matter_url": questions.address(base, [pair for pair in pairs if pair[0] != MATTER]),
    }
    return render(request, "public/law/regulator.html", context)


def _page(
    request: HttpRequest,
    at: Where,
    question: Question,
    given: tuple[str, ...],
    number: int,
    pairs: Pairs,
    back: str,
) -> HttpResponse:
    return questions.page(
        request,
        at,
        questions.asked(question, given, number),
        base=reverse("public:regulator"),
        pairs=pairs,
        back=back,
        service=_("Who is my regulator?"),
    )


def _pack_question() -> Question:
    """Packs that name authorities."""
    named = {}
    for name in packs():
        pack = load(name)
        if any(pack.on(day).competences for day in pack.days()[-1:]):
            named[name] = pack.title
    return questions.first_question(PACK, PACK_ASKED, PACK_HELP, named)


def _matters(law: Law) -> dict[str, Title]:
    """The matters in which somebody may lead."""
    having = {each.matter for each in law.competences.values()}
    return {matter.value: said for matter, said in MATTERS.items() if matter in having}


def _matter_question(law: Law) -> Question:
    return questions.first_question(MATTER, MATTER_ASKED, MATTER_HELP, _matters(law))


def _told(at: Where, found: Responsible, walk: Walk) -> Told:
    lang, power = language(), found.competence
    kind = BY_NAME["competence"]
    conflict = {
        None: "",
        Conflict.TWO_LEADS: _("Two authorities claim to lead"),
        Conflict.NO_LEAD: _("The law leaves open who leads"),
    }[found.conflict]
    return Told(
        lead=_office(at, found.lead) if found.lead else None,
        reason=because(at.law, power.when, declare(at.law, walk.facts))[lang]
        if power
        else found.reason[lang],
        escalate=tuple(_upwards(at, found.lead)),
        supporting=tuple(_office(at, each) for each in found.supporting),
        informed=tuple(_office(at, each) for each in found.informed),
        conflict=conflict,
        ask=tuple(_office(at, each) for each in _candidates(at.law, found, walk)),
        power=(power.title[lang] if power.title else power.id) if power else "",
        power_url=at.entry_url(kind, power.id) if power else "",
        source=source(at, power.reference) if power else None,
        verified=power.verified if power else True,
    )


def _candidates(law: Law, found: Responsible, walk: Walk) -> Iterable[Institution]:
    """Whom to ask in a conflict: the claimants, else those who may lead, else all of the matter."""
    if found.conflict is None:
        return ()
    if found.claimants:
        return found.claimants
    declared = declare(law, walk.facts)
    powers = [each for each in law.competences.values() if each.matter is found.matter]
    may = [each for each in powers if possible(each.when, declared)]
    names = dict.fromkeys(each.lead for each in sorted(may or powers, key=lambda p: -p.order))
    return [law.institutions[name] for name in names if name in law.institutions]


def _upwards(at: Where, lead: Institution | None) -> Iterator[Office]:
    """To whom one escalates, step by step."""
    seen = set()
    while lead is not None and lead.parent and lead.parent not in seen:
        seen.add(lead.parent)
        lead = at.law.institutions.get(lead.parent)
        if lead is not None:
            yield _office(at, lead)


def _office(at: Where, each: Institution) -> Office:
    lang = language()
    return Office(
        title=each.title[lang],
        short=each.short[lang],
        level=worded(each.level.value)[lang],
        url=at.entry_url(BY_NAME["institution"], each.id),
        address=each.address,
    )


def _without_last(walk: Walk, pairs: Pairs) -> Pairs:
    last = walk.steps[-1].question.name if walk.steps else MATTER
    return [pair for pair in pairs if pair[0] != last]
