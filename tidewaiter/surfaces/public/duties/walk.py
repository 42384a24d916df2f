"""“What must I do?”: the questions, and the answers to check before the report."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.law.loader import Law, load
from tidewaiter.law.model.words import Title
from tidewaiter.law.register import walk as walking
from tidewaiter.law.register.still import for_duties
from tidewaiter.law.register.walk import Question, Walk
from tidewaiter.law.register.words import WHO
from tidewaiter.law.sources import packs
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law import questions
from tidewaiter.surfaces.public.law.questions import ASK, STEP, Answered, Pairs
from tidewaiter.surfaces.public.law.where import Where, where

PACK, ROLE, DAY = "pack", "who", "on"
WHO_ASKED = Title("Who are you?", "您是谁？")
WHO_HELP = Title(
    "Each has duties of their own. If you are several of these, go through the questions for each.",
    "各类主体的义务不同。如您兼具多种身份，请分别作答。",
)
PACK_ASKED = Title("Whose law do you want to know?", "您想了解哪里的法律？")
PACK_HELP = Title(
    "The place from which goods leave or to which they come. For both sides, ask twice.",
    "货物运出地或运入地。如需了解双方规定，请分别查询。",
)


@dataclass(frozen=True)
class Visit:
    """How far somebody has come: the law, who they are, and their walk through the facts."""

    at: Where
    who: str
    walk: Walk | None

    @property
    def before(self) -> Pairs:
        """What was chosen before the facts."""
        pairs = [(PACK, self.at.pack.name), (ROLE, self.who)]
        return [*pairs, (DAY, self.at.day.isoformat())] if self.at.fixed else pairs

    @property
    def pairs(self) -> Pairs:
        """Everything that the address must carry on."""
        return questions.walked(self.walk, self.before) if self.walk else self.before


def visit(request: HttpRequest) -> Visit:
    """Read from the address how far somebody has come."""
    at = where(request)
    who = request.GET.get(ROLE, "")
    if PACK not in request.GET or who not in _whos(at.law):
        return Visit(at, "", None)
    given = questions.answers(request)
    return Visit(at, who, walking.walk(at.law, given, for_duties(at.law, who)))


@require_GET
@open_to_all
def walk(request: HttpRequest) -> HttpResponse:
    """Ask the next question; when there is none left, go on to the answers."""
    base = reverse("public:duties")
    seen = visit(request)
    if seen.walk is None:
        return _beginning(request, seen.at, base)
    wanted = questions.again(seen.walk, request.GET.get(ASK, ""))
    if wanted is not None:
        question, given, number = wanted
        shown = questions.asked(question, given, number + 2)
        back = questions.address(reverse("public:duties-check"), seen.pairs)
    elif seen.walk.next is not None:
        shown = questions.asked(seen.walk.next, (), len(seen.walk.steps) + 3)
        back = questions.address(base, _without_last(seen))
    else:
        return redirect(questions.address(reverse("public:duties-check"), seen.pairs))
    return questions.page(
        request,
        seen.at,
        shown,
        base=base,
        pairs=seen.pairs,
        back=back,
        service=_("What must I do?"),
    )


@require_GET
@open_to_all
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers, each with a way to change it."""
    seen, base = visit(request), reverse("public:duties")
    if seen.walk is None or seen.walk.next is not None:
        return redirect(questions.address(base, questions.kept(questions.answers(request))))
    context = {
        "at": seen.at,
        "answers": (*_first(seen, base), *questions.answered(seen.walk, base, seen.before)),
        "report_url": questions.address(reverse("public:duties-report"), seen.pairs),
        "back_url": questions.address(base, _without_last(seen)),
    }
    return render(request, "public/duties/check.html", context)


def _beginning(request: HttpRequest, at: Where, base: str) -> HttpResponse:
    """Ask whose law, and then who somebody is."""
    chosen = PACK in request.GET
    day = [(DAY, at.day.isoformat())] if at.fixed else []
    if chosen:
        question = _who_question(at.law)
        pairs: Pairs = [(PACK, at.pack.name), *day]
        back = questions.address(base, day)
    else:
        question, pairs, back = _pack_question(), day, reverse("public:home")
    given = (settings.TIDEWAITER_PACK,) if not chosen else ()
    shown = questions.asked(question, given, 2 if chosen else 1)
    return questions.page(
        request, at, shown, base=base, pairs=pairs, back=back, service=_("What must I do?")
    )


def _pack_question() -> Question:
    """Packs that hold duties."""
    named = {name: load(name).title for name in packs() if _has_duties(name)}
    return questions.first_question(PACK, PACK_ASKED, PACK_HELP, named)


def _has_duties(name: str) -> bool:
    pack = load(name)
    return any(pack.on(day).obligations for day in pack.days()[-1:])


def _who_question(law: Law) -> Question:
    named = {who: WHO[who] for who in _whos(law)}
    return questions.first_question(ROLE, WHO_ASKED, WHO_HELP, named)


def _whos(law: Law) -> list[str]:
    """Those for whom the law of the day has duties."""
    having = {each.who for each in law.obligations.values()}
    return [who for who in WHO if who in having]


def _first(seen: Visit, base: str) -> Iterator[Answered]:
    lang = language()
    rest = [pair for pair in seen.pairs if pair[0] not in {PACK, ROLE}]
    yield Answered(PACK_ASKED[lang], (seen.at.title,), questions.address(base, rest))
    rest = [pair for pair in seen.pairs if pair[0] != ROLE]
    yield Answered(WHO_ASKED[lang], (WHO[seen.who][lang],), questions.address(base, rest))


def _without_last(seen: Visit) -> Pairs:
    """What the address was before the last answer."""
    assert seen.walk is not None
    if not seen.walk.steps:
        return [pair for pair in seen.before if pair[0] != ROLE]
    last = seen.walk.steps[-1].question.name
    return [pair for pair in seen.pairs if pair[0] != last and pair[0] != STEP]
