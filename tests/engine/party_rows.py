"""Who is one and what those did lately, for parcels of the engine's tests."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.engine.makers import MERCHANT, NOON, PLATFORM, Rows, a_parcel


@st.composite
def known_parties(draw: st.DrawFn, count: int, buyers: Sequence[str]) -> dict[str, Any]:
    """Who is one, and what those did lately."""
    few = st.integers(1, 3)
    return {
        "clusters": [
            {"order_id": number, "ids": [draw(few), draw(few), 7],
             "fallen": draw(st.sampled_from([None, None, "GONE"])), "address": None,
             "consignee": draw(st.sampled_from([None, facts("100", 3), facts("26000", 2),
                                                facts("26000", 1)])),
             "seller": None}
            for number in draw(st.sets(st.integers(1, count)))
        ],
        "seen_consignee": [
            a_tile(draw(few), hours, buyer=buyer, merchant=draw(st.sampled_from([MERCHANT, "M2"])),
                   platform=draw(st.sampled_from([PLATFORM, f"P{hours}"])),
                   amount=draw(st.sampled_from(["100", "4000.5"])))
            for hours in draw(st.lists(st.sampled_from([-1, 0, 1, 23, 24, 71, 72, 167, 168]),
                                       max_size=5))
            for buyer in draw(st.sets(st.sampled_from(buyers), max_size=2))
        ],
        "seen_identity": [
            {"buyer_ix": buyer, "phones": ["the one phone", "another"][: draw(st.integers(0, 2))],
             "addresses": sorted(draw(st.sets(st.integers(1, 6))))}
            for buyer in draw(st.sets(st.sampled_from(buyers)))
        ],
        "seen_name": [
            {"phone_ix": "the one phone", "names": sorted(draw(st.sets(
                st.sampled_from([f"name of {buyer}" for buyer in buyers]), min_size=1)))}
        ],
    }  # fmt: skip


def facts(value: str, identities: int) -> list[int]:
    """What a cluster did: this value in thirty days, for so many identity numbers."""
    month = int(Decimal(value) * 100_000)
    return [2, 1, identities, 1, 1, 1, 0, 0, 9, 0, 0, month, 0, 0]


def a_tile(cluster: int, hours: int, *, buyer: str, merchant: str = MERCHANT,
           platform: str = PLATFORM, amount: str = "100") -> dict[str, Any]:  # fmt: skip
    """A parcel that came to a cluster of consignees so many hours before noon."""
    return {"cluster": cluster, "hour": NOON - timedelta(hours=hours), "buyer_ix": buyer,
            "ebp_code": platform, "ebc_code": merchant, "parcels": 1,
            "amount": Decimal(amount)}  # fmt: skip


def a_ring(number: int) -> tuple[Rows, Rows]:
    """A parcel about whose parties much is to be said, and what is known of them."""
    parcel = a_parcel(number, buyer="ringleader", phone="ring phone", minutes=0)
    beside = {
        "clusters": [
            {"order_id": number, "ids": [11, 12, 13], "fallen": "GONE", "address": None,
             "consignee": facts("26000", 4), "seller": None}
        ],
        "seen_consignee": [
            a_tile(12, hours, buyer=f"member {hours}", merchant=f"M{hours}", amount="2500")
            for hours in (1, 23, 70, 160)
        ],
        "seen_identity": [
            {"buyer_ix": "ringleader", "phones": ["p1", "p2"], "addresses": [1, 2, 3]}
        ],
        "seen_name": [{"phone_ix": "ring phone", "names": ["a", "b"]}],
    }  # fmt: skip
    return parcel, beside
