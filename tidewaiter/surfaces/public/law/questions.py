"""One question per page: the answers stay in the address, so that nothing is kept of anybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tidewaiter.law.model.words import Title
from tidewaiter.law.register.walk import Answers, Question, Walk
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law.where import Where

STEP = "step"
"""Names the question that a form has just asked, so that no answer is told from none yet."""
ASK = "ask"
"""Names the question that somebody wants to answer anew."""
OWN = (STEP, ASK)
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it."""

    name: str
    title: str
    help: str
    choices: tuple[tuple[str, str, bool], ...]
    many: bool
    number: int


@dataclass(frozen=True)
class Answered:
    """A line of the summary of answers."""

    title: str
    said: tuple[str, ...]
    change_url: str


def answers(request: HttpRequest) -> Answers:
    """What the address says was answered."""
    return {name: tuple(request.GET.getlist(name)) for name in request.GET}


def address(base: str, pairs: Iterable[tuple[str, str]]) -> str:
    """An address with answers."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return f"{base}?{query.urlencode()}" if query else base


def kept(given: Answers, *, but: Iterable[str] = ()) -> Pairs:
    """All that an address says, without some of it and without what forms add."""
    left = {*but, *OWN}
    return [(name, value) for name, values in given.items() if name not in left for value in values]


def walked(walk: Walk, before: Pairs) -> Pairs:
    """What was chosen before the walk, and the answers that mattered in it."""
    answered = [(step.question.name, each) for step in walk.steps for each in step.given]
    return [*before, *answered]


def asked(question: Question, given: Sequence[str], number: int) -> Asked:
    """A question in the reader's language."""
    lang = language()
    listed = tuple((code, said[lang], code in given) for code, said in question.choices.items())
    told = question.help[lang] if question.help else ""
    return Asked(question.name, question.title[lang], told, listed, question.many, number)


def first_question(name: str, title: Title, help: Title, choices: Mapping[str, Title]) -> Question:
    """A question that comes before those of the law."""
    return Question(name, title, help, choices)


def answered(walk: Walk, base: str, before: Pairs) -> tuple[Answered, ...]:
    """The summary of answers, each with the address at which it can be changed."""
    lang, pairs = language(), walked(walk, before)
    return tuple(
        Answered(
            step.question.title[lang],
            tuple(step.question.choices[each][lang] for each in step.given),
            address(base, [*pairs, (ASK, step.question.name)]),
        )
        for step in walk.steps
    )


def again(walk: Walk, name: str) -> tuple[Question, tuple[str, ...], int] | None:
    """The question that somebody wants to answer anew, what they said, and its number."""
    for number, step in enumerate(walk.steps, 1):
        if step.question.name == name:
            return step.question, step.given, number
    return None


def page(
    request: HttpRequest,
    at: Where,
    question: Asked,
    *,
    base: str,
    pairs: Pairs,
    back: str,
    service: str,
) -> HttpResponse:
    """Draw a question; where a form came without an answer, say so."""
    missed = request.GET.get(STEP) == question.name and not request.GET.get(question.name)
    context = {
        "at": at,
        "question": question,
        "action": base,
        "hidden": [pair for pair in pairs if pair[0] != question.name],
        "back_url": back,
        "missed": missed,
        "service_name": service,
    }
    return render(request, "public/law/question.html", context, status=422 if missed else 200)
