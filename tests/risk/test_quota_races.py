"""However many write at once, nobody gets beyond a limit and every account adds up."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harbour.documents import Documents, documents
from harbour.frauds import Shares
from harbour.world import World
from tests.cast import CLERK, NOON, everybody
from tests.makers import (
    START,
    a_cancellation,
    a_parcel,
    a_refund,
    all_to,
    decide,
    declaration_of,
    four,
    in_message,
    send,
    send_raw,
    several_tools,
)
from tests.stories.ledger import accounts_equal_accepted, highest, sums_agree
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.flows.assess_arrivals import Tools, assess_arrivals
from tidewaiter.intake.models import Arrival, Awaited, Declaration, Receipt
from tidewaiter.risk.commands.quota import MONEY, Movement, give_back, lock_accounts, move
from tidewaiter.risk.models import Assessment, QuotaAccount
from tidewaiter.risk.models.quota import EntryKind

LIMIT = Decimal(26_000)
NOTHING = Decimal(0)
BUYERS = [UUID(int=1), UUID(int=2), UUID(int=3)]
WRITERS = 4

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run everything at the same moment, each in its own connection; what they returned."""
    start = Barrier(len(work))

    def one(task: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as threads:
        return [future.result(timeout=120) for future in [threads.submit(one, t) for t in work]]


steps = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "commit", "give back", "two at once"]),
        st.integers(0, len(BUYERS) - 1),
        st.integers(1, 9_000_00).map(lambda fen: Decimal(fen) / 100),
    ),
    min_size=3,
    max_size=12,
)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(programs=st.lists(steps, min_size=WRITERS, max_size=WRITERS))
def test_writers_who_take_the_lock_first_never_go_beyond_the_limit(
    programs: list[list[tuple[str, int, Decimal]]],
) -> None:
    numbers = a_declaration_of_each_buyer()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE risk_quotaentry, risk_quotaaccount")

    def writer(program: list[tuple[str, int, Decimal]]) -> Callable[[], None]:
        def run() -> None:
            for verb, place, amount in program:
                with transaction.atomic():
                    if verb == "give back":
                        give_back(numbers[BUYERS[place]], at=NOON, amounts={MONEY: amount})
                        continue
                    buyers = [BUYERS[place]]
                    if verb == "two at once":
                        buyers.append(BUYERS[(place + 1) % len(BUYERS)])
                    # in any order: the ledger itself puts them into one
                    room = {
                        row.buyer_ix: LIMIT - row.used
                        for row in lock_accounts((buyer, 2026) for buyer in buyers)
                        if row.measure == MONEY
                    }
                    kind = EntryKind.RESERVE if verb == "reserve" else EntryKind.COMMIT
                    pair = (amount, NOTHING) if verb == "reserve" else (NOTHING, amount)
                    move(
                        [
                            Movement(numbers[buyer], buyer, 2026, MONEY, kind, *pair)
                            for buyer in buyers
                            if amount <= room[buyer]
                        ],
                        at=NOON,
                    )

        return run

    at_once([writer(program) for program in programs])
    assert highest() <= LIMIT
    assert sums_agree()


def a_declaration_of_each_buyer() -> dict[UUID, int]:
    if not Declaration.objects.exists():
        everybody()
        for seed in range(1, len(BUYERS) + 1):
            send(a_parcel(seed=seed).inventory)
    return dict(zip(BUYERS, Declaration.objects.values_list("pk", flat=True), strict=True))


def heavy(buyers: int) -> list[Documents]:
    """Parcels of buyers who order more in a year than they may, in random order."""
    found: dict[str, list[Documents]] = {}
    shares = Shares.only("over_quota", 0.5)
    for parcel in World(5, shares).parcels(400, start=START, rate=1000.0):
        if parcel.group is not None and parcel.group.startswith("heavy"):
            found.setdefault(parcel.group, []).append(documents(parcel))
    groups = [group for group in found.values() if len(group) >= 9][:buyers]
    parcels = [parcel for group in groups for parcel in group]
    Random(7).shuffle(parcels)
    return parcels


def assess_until_nothing_is_left(kept: Tools) -> int:
    decided = 0
    while Arrival.objects.exists():
        # a few documents at a time, so that buyers meet in many transactions
        _, parcels = assess_arrivals(kept, by=CLERK, at=NOON, limit=12)
        decided += parcels
    return decided


def test_parallel_assessors_together_never_let_a_buyer_beyond_the_limit() -> None:
    everybody()
    parcels = heavy(4)
    for parcel in parcels:
        send(*four(parcel))
    counts = at_once(
        [lambda kept=kept: assess_until_nothing_is_left(kept) for kept in several_tools(3)]
    )
    assert sum(counts) == len(parcels) == Assessment.objects.count()
    assert not Awaited.objects.exists()
    assert highest() <= LIMIT
    assert sums_agree()
    assert accounts_equal_accepted()
    assert Receipt.objects.count() == 4 * len(parcels)
    # no room was wasted either: of each buyer's equal parcels as many as fit were accepted
    for account in QuotaAccount.objects.filter(measure=MONEY):
        values = set(
            Assessment.objects.filter(declaration__buyer_ix=account.buyer_ix).values_list(
                "dutiable_value", flat=True
            )
        )
        assert len(values) == 1
        assert account.reserved + account.committed + values.pop() > LIMIT


def test_assessors_who_decide_and_give_back_at_once_neither_block_nor_miscount() -> None:
    everybody()
    parcels = heavy(4)
    first, second = parcels[: len(parcels) // 2], parcels[len(parcels) // 2 :]
    for number, parcel in enumerate(first):
        send(*four(parcel))
        decide(policy=all_to(Lane.HOLD if number % 2 else Lane.RELEASE))
    accepted = [
        parcel
        for parcel in first
        if Assessment.objects.filter(
            declaration__cop_no=parcel.inventory.head.copNo, outcome="accepted"
        ).exists()
    ]
    for number, parcel in enumerate(second):
        if number < len(accepted):
            inventory = accepted[number].inventory
            declaration = declaration_of(inventory)
            free = Assessment.objects.get(declaration=declaration).lane == "release"
            paper = (a_refund if free else a_cancellation)(declaration, inventory)
            send_raw(in_message(paper), inventory.head.agentCode)
        send(*four(parcel))
    at_once([lambda kept=kept: assess_until_nothing_is_left(kept) for kept in several_tools(3)])
    assert not Arrival.objects.exists()
    assert not Awaited.objects.exists()
    assert highest() <= LIMIT
    assert sums_agree()


def test_what_another_writes_after_the_first_look_is_not_read_without_its_lock() -> None:
    number = a_declaration_of_each_buyer()[BUYERS[0]]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE risk_quotaentry, risk_quotaaccount")

    def reserve() -> None:
        with transaction.atomic():
            lock_accounts([(BUYERS[0], 2026)])
            move(
                [Movement(number, BUYERS[0], 2026, MONEY, EntryKind.RESERVE, LIMIT, NOTHING)],
                at=NOON,
            )

    def another_writes_in_between(execute: Callable[..., Any], *query: Any) -> Any:
        result = execute(*query)
        if not wrote:
            wrote.append(True)
            at_once([reserve])
        return result

    wrote: list[bool] = []
    with transaction.atomic(), connection.execute_wrapper(another_writes_in_between):
        assert give_back(number, at=NOON) == {}
    assert wrote and sums_agree()
