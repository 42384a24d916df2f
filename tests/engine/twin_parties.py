"""What is known of a parcel's parties, however they are spelt, and the rules about it: slowly."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.engine.makers import Rows
from tidewaiter.law.loader import Law

WINDOWS = {"24h": 24, "72h": 72, "7d": 168}
STEP = Decimal("0.00001")


class Parties:
    """Remembers what came to consignees, and how buyers and telephones ordered."""

    def __init__(self, rows: Rows) -> None:
        self.clusters = {row["order_id"]: row for row in rows["clusters"]}
        self.tiles = [dict(row) for row in rows["seen_consignee"]]
        self.phones = {row["buyer_ix"]: set(row["phones"]) for row in rows["seen_identity"]}
        self.homes = {row["buyer_ix"]: set(row["addresses"]) for row in rows["seen_identity"]}
        self.names = {row["phone_ix"]: set(row["names"]) for row in rows["seen_name"]}

    def visit(self, parcel: dict[str, Any]) -> None:
        """Writes the parcel down, and tells what there is now."""
        d, order = parcel["declaration"], parcel["order"]
        known = self.clusters.get(order["order_id"]) if order else None
        home, consignee, _ = known["ids"] if known else (None, None, None)
        phones = self.phones.setdefault(d["buyer_ix"], set())
        phones.add(d["buyer_phone_ix"])
        names = self.names.setdefault(d["buyer_phone_ix"], set())
        names.add(d["buyer_name_ix"])
        homes = self.homes.setdefault(d["buyer_ix"], set())
        homes |= {home} - {None}
        hour = d["received_at"].replace(minute=0)
        self.tiles.append(
            {"cluster": consignee, "hour": hour, "buyer_ix": d["buyer_ix"],
             "ebp_code": d["ebp_code"], "ebc_code": d["ebc_code"], "parcels": 1,
             "amount": parcel["dutiable"]}
        )  # fmt: skip
        parcel |= {
            "identity_phones": len(phones), "phone_names": len(names),
            "identity_addresses": None if home is None else len(homes),
            "facts": known and known["consignee"], "fallen": known and known["fallen"],
        }  # fmt: skip
        for window, hours in WINDOWS.items():
            tiles = [
                tile for tile in self.tiles
                if consignee is not None and tile["cluster"] == consignee
                and hour - timedelta(hours=hours) < tile["hour"] <= hour
            ]  # fmt: skip
            parcel[window] = (
                len({tile["buyer_ix"] for tile in tiles}),
                max(len({tile[name] for tile in tiles}) for name in ("ebc_code", "ebp_code")),
                sum((tile["amount"] for tile in tiles), Decimal(0)),
            )


def party_signs(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    """The codes of the rules about consignees, identities and sellers that fire."""
    single = law.amount("cbec.limit.single")
    for code, window, least in (("S-01", "24h", 2), ("S-02", "72h", 3), ("S-03", "7d", 4)):
        buyers, _, amount = parcel[window]
        if buyers >= least and amount > single:
            yield code
    buyers, sellers, amount = parcel["72h"]
    if sellers >= 3 and buyers >= 2 and amount > single:
        yield "S-04"
    if parcel["facts"]:
        month = parcel["facts"][11] * STEP + parcel["dutiable"]
        if parcel["facts"][2] >= 2 and month > law.amount("cbec.limit.annual"):
            yield "S-05"
    if parcel["identity_phones"] >= 3:
        yield "I-03"
    if parcel["phone_names"] >= 3:
        yield "I-04"
    if (parcel["identity_addresses"] or 0) >= 4:
        yield "I-05"
    if parcel["fallen"]:
        yield "P-01"
