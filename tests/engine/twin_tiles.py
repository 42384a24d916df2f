"""What sellers, platforms and goods add up to once more in plain Python, and the rules about it."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tidewaiter.law.loader import Law

SUMS = ("n", "today", "near", "beyond", "priced", "z", "zz")


class Ledger:
    """The tiles before the batch, and what came earlier in it."""

    def __init__(self, tiles: list[dict[str, Any]], today: date, limit: Decimal) -> None:
        self.sums = {row["key"]: {name: row[name] or 0 for name in SUMS} for row in tiles}
        self.last = {row["key"]: row["last_day"] for row in tiles}
        self.today, self.limit = today, limit

    def look(self, parcel: Mapping[str, Any]) -> None:
        """Write what is known before a parcel into it and its lines, then add the parcel."""
        d = parcel["declaration"]
        keys = self.keys(d)
        known = {name: self.known(key) for name, key in keys.items()}
        seen = self.last.get(keys["seller"])
        parcel["conduct"] = {
            "seller": known["seller"], "hour": known["hour"]["today"], "on": known["on"]["n"],
            "by": known["by"]["n"], "platform": known["platform"],
            "quiet": (self.today - seen).days if seen else None,
        }  # fmt: skip
        marks = []
        for line in sorted(parcel["lines"], key=lambda line: line["gnum"]):
            z = mark(line)
            line["habit"] = None
            if z is None:
                continue
            marks.append(z)
            hs6 = line["gcode"][:6]
            own = f"goods:{d['ebc_code']}:{hs6}"
            market = f"market:{d['ebp_code']}:{hs6}:{line['country']}"
            line["habit"] = (z, self.known(own), self.known(market))
            for key in (own, market):
                self.add(key, priced=1, z=z, zz=z * z)
        value = parcel["dutiable"]
        near = self.limit * Decimal("0.9") <= value <= self.limit
        beyond = self.limit < value <= self.limit * Decimal("1.1")
        if parcel["lines"]:
            for key in keys.values():
                self.add(key, near=near, beyond=beyond, priced=len(marks), z=sum(marks))

    def keys(self, d: Mapping[str, Any]) -> dict[str, str]:
        seller, platform = d["ebc_code"], d["ebp_code"]
        return {
            "seller": f"seller:{seller}", "hour": f"hour:{seller}:{d['received_at'].hour}",
            "on": f"on:{seller}:{platform}", "by": f"by:{seller}:{d['logistics_code']}",
            "platform": f"platform:{platform}",
        }  # fmt: skip

    def known(self, key: str) -> dict[str, int]:
        return dict(self.sums.get(key, dict.fromkeys(SUMS, 0)))

    def add(self, key: str, **sums: int) -> None:
        held = self.sums.setdefault(key, dict.fromkeys(SUMS, 0))
        for name, amount in {"n": 1, "today": 1, **sums}.items():
            held[name] += int(amount)


def mark(line: Mapping[str, Any]) -> int | None:
    """How many thousandths of a deviation a line lies above its peers; NULL below twenty peers."""
    peer = line["peer"]
    if peer is None or peer["n"] < 20 or line["qty1"] <= 0 or line["total_price"] <= 0:
        return None
    price = math.log(float(line["total_price"]) / float(line["qty1"]))
    apart = (price - peer["median_log_price"]) / max(peer["mad_log_price"] * 1.4826, 0.1)
    scaled = max(min(apart, 4.0), -4.0) * 1000
    return int(math.copysign(math.floor(abs(scaled) + 0.5), scaled))


def below(z: int, known: Mapping[str, int]) -> float | None:
    """How far below earlier lines a mark lies, in their deviations."""
    n = known["n"]
    if n < 2:
        return None
    mean = known["z"] / n
    return (mean - z) / max(math.sqrt(max(known["zz"] / n - mean * mean, 0)), 250)


def tile_line_signs(line: Mapping[str, Any]) -> Iterator[str]:
    """The codes of the rules about what goods cost before that fire for a line."""
    if line["habit"] is None:
        return
    z, own, market = line["habit"]
    under, under_market = below(z, own), below(z, market)
    if market["n"] >= 30 and under_market is not None and under_market > 4:
        yield "V-07"
    if own["n"] >= 15 and under is not None and under > 5:
        yield "V-08"


def tile_parcel_signs(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    """The codes of the rules about a seller's earlier parcels that fire."""
    known = parcel["conduct"]
    if not parcel["lines"]:
        return
    seller, platform, limit = known["seller"], known["platform"], law.amount("cbec.limit.single")
    near, n = seller["near"], seller["n"]
    if limit * Decimal("0.9") <= parcel["dutiable"] <= limit and (
        near >= 10
        and near > 5 * (seller["beyond"] + 1)
        and near * platform["n"] > 4 * platform["near"] * n
    ):
        yield "V-09"
    priced = seller["priced"]
    excess = -seller["z"] / 1000 - 0.25 * priced
    bound = (priced + 10) * (math.log((priced + 10) / 10) + 2 * math.log(1 / 0.002))
    if priced >= 8 and excess > 0 and excess * excess > bound:
        yield "V-10"
    if known["quiet"] is not None and known["quiet"] >= 60 and seller["today"] >= 20:
        yield "P-01"
    merchant = parcel["parties"]["merchant"]
    if merchant:
        first, today = merchant["first_seen"], parcel["declaration"]["declared_on"]
        young = first is None or (today - first).days < 90
        if young and n >= 20 and known["on"] * 3 < n:
            yield "P-02"
        most = merchant.get("most_parcels")
        if most is not None and seller["today"] >= most:
            yield "A-01-parcels"
    if known["on"] < 3 and n >= 50:
        yield "P-03"
    if (
        n - seller["today"] >= 30
        and known["hour"] >= 30
        and known["hour"] * 30 > 3 * (n - seller["today"])
    ):
        yield "P-04"
    if n >= 100 and known["by"] * 100 < n:
        yield "W-05"
