"""The quota within a batch: first come, first served; what does not fit takes nothing."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from tests.engine.makers import Rows, a_line, a_parcel, frames, the_law, together
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.decisions import Decisions
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.tiles import SUMS, added_up


@pytest.fixture(scope="module")
def assessor() -> Iterator[Assessor]:
    runner = Assessor()
    yield runner
    runner.close()


def worth(number: int, price: str, *, buyer: str = "ann", minutes: int | None = None) -> Rows:
    line = a_line(price=price)
    return a_parcel(number, lines=[line], buyer=buyer, minutes=minutes)


def used(amount: str, buyer: str = "ann") -> list[dict[str, Any]]:
    return [{"buyer_ix": buyer, "year": 2026, "measure": "money", "used": Decimal(amount)}]


def decide(rows: Rows, assessor: Assessor) -> Decisions:
    return assess(frames(rows), the_law(), load_book(), seed="tide", assessor=assessor)


def outcomes(said: Decisions) -> list[str]:
    return list(said.decisions.column("outcome").to_pylist())


def test_what_does_not_fit_takes_nothing_and_a_smaller_one_may_follow(assessor: Assessor) -> None:
    rows = together(worth(1, "3000"), worth(2, "900"), worth(3, "100"), quota=used("23000"))
    said = decide(rows, assessor)
    assert outcomes(said) == ["accepted", "rejected", "rejected"]
    rows = together(worth(1, "2500"), worth(2, "900"), worth(3, "100"), quota=used("23000"))
    said = decide(rows, assessor)
    assert outcomes(said) == ["accepted", "rejected", "accepted"]
    assert said.quota_moves.column("amount").to_pylist() == [Decimal("2500"), Decimal("100")]


def test_the_order_of_arrival_counts_and_not_the_number(assessor: Assessor) -> None:
    rows = together(worth(1, "900", minutes=9), worth(2, "900", minutes=1), quota=used("24900.00"))
    assert outcomes(decide(rows, assessor)) == ["rejected", "accepted"]


def test_a_parcel_rejected_for_another_reason_takes_nothing(assessor: Assessor) -> None:
    broken = worth(1, "900")
    broken["payments"][0]["amount_paid"] = Decimal(1)
    rows = together(broken, worth(2, "900"), quota=used("24900"))
    assert outcomes(decide(rows, assessor)) == ["rejected", "accepted"]


def test_the_rejection_says_used_amount_and_limit(assessor: Assessor) -> None:
    said = decide(together(worth(1, "1114.44"), quota=used("25000")), assessor)
    (reason,) = said.reasons.to_pylist()
    assert reason["code"] == "T-02"
    for value in ("25000", "1114.44", "26000", "26114.44"):
        assert value in reason["evidence"]


def test_unrelated_parcels_of_a_batch_change_nothing(assessor: Assessor) -> None:
    mine = [worth(1, "900"), worth(2, "4000")]
    others = [worth(number, "4000", buyer=f"b{number % 3}") for number in range(3, 30)]
    quota = used("22000") + used("20000", "b1")
    alone = decide(together(*mine, quota=quota), assessor)
    crowd = decide(together(*mine, *others, quota=quota), assessor)
    assert crowd.decisions.slice(0, 2).equals(alone.decisions)


def test_one_batch_or_two_in_a_row_come_to_the_same(assessor: Assessor) -> None:
    batch = [worth(number, str(700 * (number % 5 + 1)), buyer=f"b{number % 3}")
             for number in range(1, 31)]  # fmt: skip
    whole = decide(together(*batch), assessor)
    first = decide(together(*batch[:13]), assessor)
    second = decide(together(*batch[13:], **remembered(first, batch[:13])), assessor)
    assert pa.concat_tables([first.decisions, second.decisions]).equals(whole.decisions)
    assert pa.concat_tables([first.reasons, second.reasons]).equals(whole.reasons)


def remembered(said: Decisions, parcels: list[Rows]) -> dict[str, list[dict[str, Any]]]:
    """What a second batch finds of the first: used quota, addresses and phones seen, tiles."""
    quota: dict[str, Decimal] = {}
    for move in said.quota_moves.to_pylist():
        quota[move["buyer_ix"]] = quota.get(move["buyer_ix"], Decimal(0)) + move["amount"]
    values = {row["declaration_id"]: row["dutiable_value"] for row in said.decisions.to_pylist()}
    seen: dict[tuple[str, str], list[Decimal]] = {}
    phones = set()
    for parcel in parcels:
        d = parcel["declarations"][0]
        seen.setdefault((d["address_ix"], d["buyer_ix"]), []).append(values[d["declaration_id"]])
        phones.add((d["buyer_phone_ix"], d["buyer_ix"]))
    return {
        "quota": [line for buyer, amount in quota.items() for line in used(str(amount), buyer)],
        "seen_address": [
            {"address_ix": address, "buyer_ix": buyer, "orders": len(amounts),
             "amount": sum(amounts, Decimal(0))}
            for (address, buyer), amounts in seen.items()
        ],
        "seen_phone": [{"phone_ix": phone, "buyer_ix": buyer} for phone, buyer in sorted(phones)],
        "tiles": [
            {"key": key, "today": sums[0]} | dict(zip(SUMS, sums, strict=True))
            for key, sums in added_up(said.dealt.to_pylist()).items()
        ],
    }  # fmt: skip
