"""Invented people and firms are well formed and belong to nobody."""

from random import Random

from stdnum.cn import ric, uscc

from harbour.market import unlicensed
from harbour.people import People, check_character
from harbour.register import FIRMS, Role, firm, having, register_rows
from tests.harbour.made import crooked_parcels


def test_identity_numbers_have_the_right_check_character() -> None:
    people = People("test", Random(1))
    for _ in range(2000):
        number = people.new().identity
        assert ric.is_valid(number)
        assert number[-1] == check_character(number[:17])


def test_the_check_character_is_that_of_the_standard() -> None:
    # the worked example in GB 11643
    assert check_character("11010519491231002") == "X"


def test_identity_numbers_name_no_district() -> None:
    people = People("test", Random(1))
    assert all(people.new().identity[2:6] == "0000" for _ in range(500))


def test_nobody_comes_twice() -> None:
    people = People("test", Random(1))
    crowd = [people.new() for _ in range(20_000)]
    assert len({one.identity for one in crowd}) == len(crowd)
    assert len({one.phone for one in crowd}) == len(crowd)


def test_harbours_with_other_names_have_other_people() -> None:
    one = {People("a", Random(1)).new().identity for _ in range(1)}
    other = {People("b", Random(1)).new().identity for _ in range(1)}
    assert one.isdisjoint(other)


def test_firms_have_well_formed_codes_and_each_its_own() -> None:
    assert all(uscc.is_valid(one.code) for one in FIRMS)
    assert len({one.code for one in FIRMS}) == len({one.name for one in FIRMS}) == len(FIRMS)


def test_the_register_has_the_promised_firms() -> None:
    counts = {role: len(having(role)) for role in Role}
    assert counts[Role.PLATFORM] == 6
    assert counts[Role.MERCHANT] == 60
    assert counts[Role.PAYMENT] == 4
    assert counts[Role.CARRIER] == 6
    assert counts[Role.AGENT] == 5
    assert firm(FIRMS[3].code) is FIRMS[3]


def test_unlicensed_merchants_are_not_in_the_register() -> None:
    registered = {row["code"] for row in register_rows()}
    assert all(uscc.is_valid(one.code) for one in unlicensed())
    assert registered.isdisjoint(one.code for one in unlicensed())
    assert {p.merchant.code for p in crooked_parcels() if p.merchant.code not in registered} <= {
        one.code for one in unlicensed()
    }
