"""Owners: shares of one whole, no circles, persons at the end of each chain."""

from decimal import Decimal

import pytest

from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.registry.rules.owners import Holding, controllers, faults, sound

LEAST = Decimal(25)


def person(name: str, share: int | None, of: str = "", control: str = "shares") -> Holding:
    return Holding(name, True, None if share is None else Decimal(share), control, of)


def firm(name: str, share: int, of: str = "") -> Holding:
    return Holding(name, False, Decimal(share), "shares", of)


def codes(*holdings: Holding, why: str = "") -> list[str]:
    return [one.code for one in faults(holdings, least=LEAST, why_none=why)]


def test_two_persons_who_own_the_whole_are_sound() -> None:
    sound([person("Bao", 60), person("He", 40)], least=LEAST)


def test_more_than_a_whole_is_refused() -> None:
    with pytest.raises(Refusal, match=r"registry\.owners\.too-much"):
        sound([person("Bao", 60), person("He", 41)], least=LEAST)


@pytest.mark.parametrize(
    "circle",
    [
        [firm("A", 100), firm("B", 50, "A"), firm("A", 50, "B")],
        [firm("A", 100), firm("A", 30, "A")],
        [firm("A", 100), firm("B", 100, "A"), firm("C", 100, "B"), firm("B", 60, "C")],
    ],
)
def test_firms_that_own_each_other_are_refused_with_the_circle(circle: list[Holding]) -> None:
    [refusal] = faults(circle, least=LEAST)
    assert refusal.code == "registry.owners.circle"
    assert "→" in refusal.sentence()
    assert controllers(circle, least=LEAST) == {}


def test_a_big_firm_without_owners_is_missing_them_and_a_small_one_is_not() -> None:
    assert codes(firm("A", 25), person("Bao", 75)) == ["registry.owners.missing"]
    assert codes(firm("A", 24), person("Bao", 76)) == []


def test_no_owner_needs_a_reason_of_the_list() -> None:
    assert codes() == ["registry.owners.none"]
    assert codes(why="listed-company") == []
    assert codes(why="no idea") == ["registry.owners.why-none"]


def test_who_controls_is_reckoned_through_chains() -> None:
    chain = [
        firm("A", 80), person("He", 20),
        person("Bao", 50, "A"), person("He", 20, "A"), person("Li", 30, "A"),
    ]  # fmt: skip
    assert controllers(chain, least=LEAST) == {"Bao": Decimal(40), "He": Decimal(36)}


def test_a_right_to_appoint_the_board_controls_the_whole() -> None:
    found = controllers([person("Bao", None, control="appoints-board")], least=LEAST)
    assert found == {"Bao": Decimal(100)}


def test_many_ways_to_one_owner_are_walked_once() -> None:
    layers = [
        [firm(f"L{n}a", 50, f"L{n - 1}{side}" if n else ""), firm(f"L{n}b", 50, f"L{n - 1}{side}"
         if n else "")]
        for n in range(200) for side in ("ab" if n else "a")
    ]  # fmt: skip
    holdings = [one for layer in layers for one in layer]
    last = [person("Bao", 100, "L199a"), person("Bao", 100, "L199b")]
    assert list(faults([*holdings, *last], least=LEAST)) == []
    assert controllers([*holdings, *last], least=LEAST) == {"Bao": Decimal(100)}
