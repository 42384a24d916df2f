"""A guided walk through the facts: what is still to be asked, in the order in which it matters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tidewaiter.law.answers.facts import HARM, PRODUCT, ROLE, ROUTE
from tidewaiter.law.loader import Law
from tidewaiter.law.model.words import Title
from tidewaiter.law.register.search import routes
from tidewaiter.law.register.words import WHO

UNSURE, OTHER = "-", "other"
"""Answers that every question takes: not known; and, for countries and goods, none of these."""

Answers = Mapping[str, tuple[str, ...]]
Open = Callable[[Mapping[str, tuple[str, ...]]], Iterable[str]]

ASKED = {
    PRODUCT: Title("What goods are traded?", "交易哪些商品？"),
    ROUTE: Title("Which country is on the other side?", "对方是哪个国家（地区）？"),
    HARM: Title("What has happened?", "发生了什么？"),
    ROLE: Title("Who asks?", "由谁询问？"),
}
HELPS = {
    PRODUCT: Title(
        "Choose all that apply. Goods with rules of their own are listed.",
        "可多选。仅列出适用专门规则的商品。",
    ),
    ROUTE: Title(
        "The country of destination for what goes out, of origin for what comes in. "
        "Countries with rules of their own are listed.",
        "出口时为目的国，进口时为来源国。仅列出有专门规定的国家（地区）。",
    ),
}
NONE_OF_THESE = {
    PRODUCT: Title("None of these", "以上均不是"),
    ROUTE: Title("Another country", "其他国家（地区）"),
    HARM: Title("None of these", "以上均不是"),
    ROLE: Title("Somebody else", "其他"),
}
NOT_SURE = Title("I am not sure", "不确定")
HARMS = {"authorities-disagree": Title("Authorities disagree", "主管机关意见不一致")}
COUNTRIES = {
    "US": Title("United States", "美国"),
    "GB": Title("United Kingdom", "英国"),
    "AU": Title("Australia", "澳大利亚"),
    "KR": Title("Korea", "韩国"),
    "JP": Title("Japan", "日本"),
    "CN": Title("China", "中国"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the answers one may choose; several where `many`."""

    name: str
    title: Title
    help: Title | None
    choices: Mapping[str, Title]
    many: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A question that was answered."""

    question: Question
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """How far somebody has come: what was answered, and what is asked next."""

    steps: tuple[Step, ...]
    next: Question | None

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """What was declared; what somebody was not sure of was not."""
        return {
            step.question.name: _declared(step.given)
            for step in self.steps
            if UNSURE not in step.given
        }

    @property
    def unsure(self) -> tuple[Question, ...]:
        """The questions that somebody could not answer."""
        return tuple(step.question for step in self.steps if UNSURE in step.given)


def walk(law: Law, given: Answers, still: Open) -> Walk:
    """Go through the answers in the order of the questions; answers that do not matter are left.

    `still` says which facts matter when those before were declared.
    """
    steps: list[Step] = []
    facts: dict[str, tuple[str, ...]] = {}
    asked: set[str] = set()
    while names := [name for name in ordered(law, still(facts)) if name not in asked]:
        question = question_of(law, names[0])
        asked.add(question.name)
        if len(question.choices) == 0:
            continue
        answer = _usable(question, given.get(question.name, ()))
        if not answer:
            return Walk(tuple(steps), question)
        steps.append(Step(question, answer))
        if UNSURE not in answer:
            facts[question.name] = _declared(answer)
    return Walk(tuple(steps), None)


def ordered(law: Law, names: Iterable[str]) -> list[str]:
    """Who asks, then the questions of the pack, goods, the other country, what has happened."""
    order = [ROLE, *law.facts, PRODUCT, ROUTE, HARM]
    return sorted((name for name in names if name in order), key=order.index)


def question_of(law: Law, name: str) -> Question:
    """A fact as a question with its choices."""
    if name in law.facts:
        fact = law.facts[name]
        return Question(name, fact.title, fact.help, {**fact.choices, UNSURE: NOT_SURE})
    choices = _choices(law, name)
    if choices:
        choices |= {OTHER: NONE_OF_THESE[name]}
        choices |= {} if name == PRODUCT else {UNSURE: NOT_SURE}
    return Question(name, ASKED[name], HELPS.get(name), choices, many=name == PRODUCT)


def _declared(given: tuple[str, ...]) -> tuple[str, ...]:
    """What is declared: none of the choices, where none fits."""
    return tuple(each for each in given if each != OTHER)


def _choices(law: Law, name: str) -> dict[str, Title]:
    if name == ROLE:
        return dict(WHO)
    if name == PRODUCT:
        groups = sorted(law.product_groups.values(), key=lambda group: group.title.en)
        return {group.id: group.title for group in groups}
    if name == ROUTE:
        return {code: _country(law, code) for code in routes(law)}
    powers = (law.competences.values(), law.obligations.values())
    whens = [each.when for several in powers for each in several]
    harms = {harm for when in whens for harm in when.get(HARM, ())}
    return {harm: _harm(law, harm) for harm in sorted(harms)}


def _country(law: Law, code: str) -> Title:
    known = COUNTRIES.get(code)
    if known is None:
        listed = [each for each in law.lists.get("country", {}).values() if each.iso == code]
        known = listed[0].title if listed else Title(code, code)
    return known


def _harm(law: Law, harm: str) -> Title:
    """What has happened, in the words of the power that speaks of it."""
    if harm in HARMS:
        return HARMS[harm]
    for power in law.competences.values():
        if harm in power.when.get(HARM, ()) and power.title:
            return power.title
    return Title(harm.replace("-", " "), harm)


def _usable(question: Question, given: Sequence[str]) -> tuple[str, ...]:
    """The answers that are choices; the first only where one can be given."""
    fitting = tuple(dict.fromkeys(each for each in given if each in question.choices))
    if UNSURE in fitting:
        return (UNSURE,)
    if question.many:
        named = tuple(each for each in fitting if each != OTHER)
        return named or fitting
    return fitting[:1]
