"""A line's price beside its peers: where it lies, what is said."""

import json
import math
from decimal import Decimal

import pytest

from tidewaiter.risk.models import Assessment
from tidewaiter.surfaces.desk.peers import peers_of

PEER = {"gnum": 1, "n": 512, "price": math.log(100), "price_mad": 0.2}


def a_decision(**peer: object) -> Assessment:
    return Assessment(context=json.dumps({"known": {"peers": [PEER | peer]}}))


def a_line(total: str = "100", quantity: str = "1", number: str = "1") -> dict[str, str]:
    return {"gnum": number, "gname": "tea", "totalPrice": total, "qty1": quantity}


def test_a_price_in_the_middle_lies_in_the_middle() -> None:
    [one] = peers_of(a_decision(), [a_line("200", "2")])
    assert one.at == pytest.approx(50)
    assert (one.price, one.middle, one.count) == (Decimal("100.00"), Decimal("100.00"), 512)
    assert (one.low, one.high) == (Decimal("81.87"), Decimal("122.14"))


def test_half_of_the_peers_lie_in_the_band() -> None:
    [one] = peers_of(a_decision(), [a_line("81.873")])
    assert one.at == pytest.approx(one.band[0], abs=0.01)


def test_a_tenth_of_the_price_is_held_at_the_edge_and_told() -> None:
    [one] = peers_of(a_decision(), [a_line("10")])
    assert one.at == 1
    assert one.share == pytest.approx(0.1)


@pytest.mark.parametrize("line", [a_line(number="2"), a_line("0"), a_line(quantity="0")])
def test_what_has_no_peer_or_no_price_is_left_out(line: dict[str, str]) -> None:
    assert peers_of(a_decision(), [line]) == ()


def test_nothing_is_known_of_what_is_not_decided() -> None:
    assert peers_of(None, [a_line()]) == ()
    assert peers_of(Assessment(context='{"known":{"peers":null}}'), [a_line()]) == ()
