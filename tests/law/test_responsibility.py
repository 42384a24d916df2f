"""Whoever asks who is responsible is told exactly one lead with the reason, or a named conflict."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law.answers.facts import MEMBER_STATE, PRODUCT
from tidewaiter.law.answers.responsibility import Conflict, Responsible, first
from tidewaiter.law.loader import Law, load
from tidewaiter.law.model.duties import Matter
from tidewaiter.law.sources import packs

PACKS = [name for name in packs() if load(name).on(date(2026, 11, 2)).competences]
FEW = 20_000
"""So many combinations of a matter are tried one by one."""
Options = dict[str, list[frozenset[str] | None]]


def options(law: Law, matter: Matter) -> Options:
    """For each fact that decides in a matter: nothing declared, each choice that a competence
    names, one that none names, and for goods two groups at once.
    """
    named: dict[str, set[str]] = {}
    for competence in law.competences.values():
        if competence.matter is matter:
            for fact, choices in competence.when.items():
                named.setdefault(fact, set()).update(choices)
    found: Options = {}
    for fact, choices in sorted(named.items()):
        known = law.facts[fact].choices if fact in law.facts else law.product_groups
        if fact not in law.facts and fact != PRODUCT:
            known = {"something-else": None}
        if fact == PRODUCT:
            choices &= set(known)  # a group of goods may begin later than the competence
        other = sorted(set(known) - choices)[:1]
        found[fact] = [None, *(frozenset([one]) for one in [*sorted(choices), *other])]
        if fact == PRODUCT:
            found[fact] += [frozenset(pair) for pair in combinations(sorted(choices), 2)]
    return found


def combined(found: Options) -> Iterator[dict[str, frozenset[str]]]:
    """All combinations; where they are too many, one member state for all."""
    if prod(map(len, found.values())) > FEW and MEMBER_STATE in found:
        found = found | {MEMBER_STATE: found[MEMBER_STATE][:2]}
    assert prod(map(len, found.values())) <= FEW
    for chosen in product(*found.values()):
        yield {fact: given for fact, given in zip(found, chosen, strict=True) if given is not None}


def days(pack: str) -> list[date]:
    """Every day on which a competence or a lead begins, and the day after one ends."""
    begins = load(pack).beginnings_after(date(1990, 1, 1))
    own = {
        competence.since for day in begins for competence in load(pack).on(day).competences.values()
    }
    return sorted(own)


def sound(answer: Responsible) -> None:
    """One lead and its power, or a conflict and nobody; a reason in both languages always."""
    assert answer.reason.en and answer.reason.zh
    if answer.conflict is None:
        assert answer.lead is not None and answer.competence is not None
        assert answer.competence.lead == answer.lead.id and answer.claimants == ()
        assert answer.lead.title.en in answer.reason.en
        assert answer.lead.title.zh in answer.reason.zh
        assert f"`{answer.competence.id}`" in answer.reason.en
    else:
        assert answer.lead is None and answer.competence is None
        assert (len(answer.claimants) > 1) is (answer.conflict is Conflict.TWO_LEADS)


@pytest.mark.parametrize("pack", PACKS)
def test_every_combination_of_facts_has_exactly_one_lead_with_its_reason(pack: str) -> None:
    law = load(pack).on(date(2026, 11, 2))
    matters = {competence.matter for competence in law.competences.values()}
    tried = 0
    for matter in sorted(matters):
        for facts in combined(options(law, matter)):
            answer = law.responsible(matter, facts)
            sound(answer)
            assert answer.conflict is None, (matter, facts, answer.reason.en)
            tried += 1
    assert tried >= len(matters)


@pytest.mark.parametrize("pack", PACKS)
def test_on_every_day_on_which_a_competence_begins_the_answer_is_one_lead_or_a_named_conflict(
    pack: str,
) -> None:
    for day in days(pack):
        law = load(pack).on(day)
        for matter in Matter:
            for fact, choices in options(law, matter).items():
                for chosen in choices:
                    sound(law.responsible(matter, {} if chosen is None else {fact: chosen}))


class Power:
    """A competence as the order of powers sees it."""

    def __init__(self, lead: str, order: int, when: dict[str, set[str]]) -> None:
        self.lead, self.order, self.when = lead, order, when


powers = st.lists(
    st.builds(
        Power,
        st.sampled_from("abc"),
        st.integers(1, 3),
        st.dictionaries(st.sampled_from("xy"), st.sets(st.sampled_from("12"), min_size=1)),
    ),
    max_size=6,
)
declarations = st.dictionaries(st.sampled_from("xy"), st.frozensets(st.sampled_from("12")))


@given(powers, declarations)
def test_of_any_competences_the_first_in_order_lead_and_none_that_does_not_hold(
    given_powers: list[Power], declared: dict[str, frozenset[str]]
) -> None:
    front, behind = first(given_powers, declared)
    held = [
        power for power in given_powers
        if all(power.when[fact] & declared.get(fact, frozenset()) for fact in power.when)
    ]  # fmt: skip
    assert sorted(map(id, front + behind)) == sorted(map(id, held))
    assert len({power.order for power in front}) <= 1
    assert all(power.order > front[0].order for power in behind)
    assert bool(front) is bool(held)
