"""The quota ledger: reserve, commit, give back; whole and in part."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOON
from tests.makers import a_parcel, declaration_of, send
from tests.stories.ledger import held_by, sums_agree
from tidewaiter.intake.models import Declaration
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.quota import (
    MONEY,
    Movement,
    Used,
    commit_reserved,
    give_back,
    lock_accounts,
    move,
)
from tidewaiter.risk.models import QuotaAccount, QuotaEntry
from tidewaiter.risk.models.quota import EntryKind

BUYER = uuid4()
YEAR = 2026
NOTHING = Decimal(0)


@pytest.fixture
def declaration(firms: dict[str, Operator]) -> Declaration:
    parcel = a_parcel()
    send(parcel.inventory)
    return declaration_of(parcel.inventory)


def reserve(
    declaration: Declaration, amount: str, measure: str = MONEY, buyer: UUID = BUYER
) -> None:
    lock_accounts([(buyer, YEAR)])
    kind = EntryKind.RESERVE
    move([Movement(declaration.pk, buyer, YEAR, measure, kind, Decimal(amount), NOTHING)], at=NOON)


def test_a_buyer_begins_the_year_with_nothing_used(db: None) -> None:
    assert lock_accounts([(BUYER, YEAR)]) == [Used(BUYER, YEAR, MONEY, NOTHING)]
    assert QuotaAccount.objects.count() == 1


def test_nobody_is_locked_where_nobody_is_asked_for(db: None) -> None:
    assert lock_accounts([]) == []
    move([], at=NOON)
    assert not QuotaAccount.objects.exists()


def test_what_is_reserved_counts_as_used(declaration: Declaration) -> None:
    reserve(declaration, "100.5")
    reserve(declaration, "2", "sugar")
    used = {(row.measure, row.used) for row in lock_accounts([(BUYER, YEAR)])}
    assert used == {(MONEY, Decimal("100.5")), ("sugar", Decimal(2))}
    assert lock_accounts([(BUYER, YEAR + 1)]) == [Used(BUYER, YEAR + 1, MONEY, NOTHING)]


def test_release_of_the_goods_turns_what_was_reserved_into_what_was_used(
    declaration: Declaration,
) -> None:
    reserve(declaration, "100")
    reserve(declaration, "2", "sugar")
    commit_reserved(declaration.pk, at=NOON)
    assert held_by(declaration) == {MONEY: (0, 100), "sugar": (0, 2)}
    assert sums_agree()
    entries = QuotaEntry.objects.count()
    commit_reserved(declaration.pk, at=NOON)
    assert QuotaEntry.objects.count() == entries


def test_everything_is_given_back_at_once(declaration: Declaration) -> None:
    reserve(declaration, "100")
    reserve(declaration, "2", "sugar")
    assert give_back(declaration.pk, at=NOON) == {MONEY: Decimal(100), "sugar": Decimal(2)}
    assert held_by(declaration) == {MONEY: (0, 0), "sugar": (0, 0)}
    assert give_back(declaration.pk, at=NOON) == {}
    assert sums_agree()


# reserved · committed · asked for → what is left
PARTS = [
    ("100", "0", "40", ("60", "0")),
    ("0", "100", "40", ("0", "60")),
    ("30", "70", "40", ("0", "60")),
    ("30", "70", "1000", ("0", "0")),
    ("30", "70", "0", ("30", "70")),
    ("0.00003", "0", "0.00001", ("0.00002", "0")),
]


@pytest.mark.parametrize(("reserved", "committed", "asked", "left"), PARTS)
def test_a_part_is_given_back_reserved_amounts_first_and_never_more_than_is_held(
    declaration: Declaration, reserved: str, committed: str, asked: str, left: tuple[str, str]
) -> None:
    lock_accounts([(BUYER, YEAR)])
    movement = Movement(
        declaration.pk, BUYER, YEAR, MONEY, EntryKind.COMMIT, Decimal(reserved), Decimal(committed)
    )
    move([movement], at=NOON)
    give_back(declaration.pk, at=NOON, amounts={MONEY: Decimal(asked)})
    assert held_by(declaration) == {MONEY: (Decimal(left[0]), Decimal(left[1]))}
    assert sums_agree()


def test_a_measure_that_is_not_asked_for_is_kept(declaration: Declaration) -> None:
    reserve(declaration, "100")
    reserve(declaration, "2", "sugar")
    given = give_back(declaration.pk, at=NOON, amounts={"sugar": Decimal(1)})
    assert given == {"sugar": Decimal(1)}
    assert held_by(declaration) == {MONEY: (100, 0), "sugar": (1, 0)}


def test_who_holds_nothing_gives_nothing_back(declaration: Declaration) -> None:
    assert give_back(declaration.pk, at=NOON) == {}


def test_movements_of_several_buyers_reach_their_own_accounts(declaration: Declaration) -> None:
    other = uuid4()
    lock_accounts([(BUYER, YEAR), (other, YEAR), (BUYER, YEAR)])
    amounts = [(BUYER, 1), (other, 10), (BUYER, 100)]
    move(
        [
            Movement(declaration.pk, buyer, YEAR, MONEY, EntryKind.COMMIT, NOTHING, Decimal(amount))
            for buyer, amount in amounts
        ],
        at=NOON,
    )
    committed = dict(QuotaAccount.objects.values_list("buyer_ix", "committed"))
    assert committed == {BUYER: 101, other: 10}
    assert sums_agree()


def test_the_database_keeps_an_account_from_falling_below_zero(declaration: Declaration) -> None:
    reserve(declaration, "1")
    with pytest.raises(IntegrityError), transaction.atomic():
        reserve(declaration, "-2")


def test_the_database_keeps_an_entry_from_saying_nothing(declaration: Declaration) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        reserve(declaration, "0")
