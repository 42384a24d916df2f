"""Which facts still matter: for the duties of somebody, and for who is responsible."""

from collections.abc import Collection, Mapping

from tidewaiter.law.answers.duties import obligations_of, questions
from tidewaiter.law.answers.facts import HARM, ROLE
from tidewaiter.law.answers.responsibility import responsible
from tidewaiter.law.loader import Law
from tidewaiter.law.register.walk import Open

Given = Mapping[str, Collection[str]]


def for_duties(law: Law, who: str) -> Open:
    """What could bring somebody more duties, or name another authority for those they have."""

    def still(facts: Given) -> set[str]:
        asked = set(questions(law, facts, who))
        matters = {each.matter for each in obligations_of(law, facts, who) if each.matter}
        for matter in matters:
            asked |= set(responsible(law, matter, {**facts, ROLE: who}).open)
        return asked - {ROLE, HARM}

    return still


def for_matter(law: Law, matter: str) -> Open:
    """What could name another authority in a matter."""
    return lambda facts: responsible(law, matter, facts).open
